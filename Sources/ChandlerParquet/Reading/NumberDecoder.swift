/// Takes numbers of four or eight bytes out of pages.
struct NumberDecoder<Value: StoredNumber>: ValueDecoder {
    var placeholder: Value { .placeholder }

    func decode(
        _ encoding: FormatEncoding,
        _ input: UnsafeRawBufferPointer,
        into target: UnsafeMutableBufferPointer<Value>
    ) throws(PageFault) {
        switch encoding {
        case .plain: try PlainEncoding.decode(input, into: target)
        case .byteStreamSplit: try ByteStreamSplit.decode(input, into: target)
        case .deltaBinaryPacked:
            guard try Value.decodeDifferences(input, into: target) else { throw refusal(encoding) }
        default: throw refusal(encoding)
        }
    }
}

/// A number that pages hold as it is in memory.
protocol StoredNumber: BitwiseCopyable {
    static var placeholder: Self { get }

    /// Fills `target` from differences; `false` where there are none of this type.
    static func decodeDifferences(
        _ input: UnsafeRawBufferPointer,
        into target: UnsafeMutableBufferPointer<Self>
    ) throws(PageFault) -> Bool
}

extension StoredNumber where Self: FixedWidthInteger & SignedInteger {
    static var placeholder: Self { 0 }

    static func decodeDifferences(
        _ input: UnsafeRawBufferPointer,
        into target: UnsafeMutableBufferPointer<Self>
    ) throws(PageFault) -> Bool {
        try DeltaBinaryPacked.decode(input, into: target)
        return true
    }
}

extension StoredNumber where Self: BinaryFloatingPoint {
    static var placeholder: Self { 0 }

    static func decodeDifferences(
        _ input: UnsafeRawBufferPointer,
        into target: UnsafeMutableBufferPointer<Self>
    ) throws(PageFault) -> Bool { false }
}

extension Int32: StoredNumber {}
extension Int64: StoredNumber {}
extension Float: StoredNumber {}
extension Double: StoredNumber {}
