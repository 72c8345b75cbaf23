/// Takes the values of one physical type out of pages; the mirror of a ``PageSource``.
protocol ValueDecoder {
    associatedtype Value

    /// What stands in the place of a null.
    var placeholder: Value { get }

    /// Fills `target` with the values of a page, of which there must be as many.
    func decode(
        _ encoding: FormatEncoding,
        _ input: UnsafeRawBufferPointer,
        into target: UnsafeMutableBufferPointer<Value>
    ) throws(PageFault)
}

extension ValueDecoder {
    func refusal(_ encoding: FormatEncoding) -> PageFault {
        .unsupported("its values are encoded as \(FormatNames.encoding(encoding.rawValue))")
    }
}
