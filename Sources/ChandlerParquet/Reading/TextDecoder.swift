/// Takes texts out of pages; what is not UTF-8 is refused, so that no byte gets lost.
struct TextDecoder: ValueDecoder {
    let placeholder = ""

    func decode(
        _ encoding: FormatEncoding,
        _ input: UnsafeRawBufferPointer,
        into target: UnsafeMutableBufferPointer<String>
    ) throws(PageFault) {
        guard encoding == .plain else { throw refusal(encoding) }
        try PlainEncoding.decode(lengths: input, into: target) { bytes throws(PageFault) in
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw .damaged("a text of \(bytes.count) bytes is not UTF-8")
            }
            return text
        }
    }
}
