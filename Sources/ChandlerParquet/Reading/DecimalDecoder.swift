/// Takes decimals out of pages that hold them as bytes, highest byte first.
struct DecimalDecoder: ValueDecoder {
    /// Bytes of each, 1 to 16; `nil` where each stands behind its length.
    let width: Int?
    let placeholder: Int128 = 0

    func decode(
        _ encoding: FormatEncoding,
        _ input: UnsafeRawBufferPointer,
        into target: UnsafeMutableBufferPointer<Int128>
    ) throws(PageFault) {
        guard encoding == .plain else { throw refusal(encoding) }
        if let width {
            return try PlainEncoding.decode(bigEndian: input, width: width, into: target)
        }
        try PlainEncoding.decode(lengths: input, into: target) { bytes throws(PageFault) in
            guard 1...DecimalPages.width ~= bytes.count else {
                throw .unsupported("one of its decimals has \(bytes.count) bytes")
            }
            return PlainEncoding.number(bytes)
        }
    }
}
