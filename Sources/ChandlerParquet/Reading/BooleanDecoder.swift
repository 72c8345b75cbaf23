/// Takes true and false out of pages.
struct BooleanDecoder: ValueDecoder {
    let placeholder = false

    func decode(
        _ encoding: FormatEncoding,
        _ input: UnsafeRawBufferPointer,
        into target: UnsafeMutableBufferPointer<Bool>
    ) throws(PageFault) {
        switch encoding {
        case .plain:
            guard input.count == (target.count + 7) / 8 else {
                throw .damaged("\(target.count) bits had \(input.count) bytes")
            }
            _ = PlainEncoding.decode(input, into: target)
        case .rle:
            var cursor = ByteCursor(input)
            guard let length = cursor.littleEndianUInt32(), let runs = cursor.take(Int(length))
            else { throw .damaged("runs of bits end too early") }
            var rest = ByteCursor(runs)
            _ = try RunLengthHybrid.decode(&rest, into: target)
        default: throw refusal(encoding)
        }
    }
}
