/// Pages of 32-bit or 64-bit integers, timestamps included.
struct IntegerPages<Value: FixedWidthInteger & SignedInteger & BitwiseCopyable>: PageSource {
    let encoding: FormatEncoding
    let values: UnsafeBufferPointer<Value>
    private var validity: Validity
    private var minimum = Value.max
    private var maximum = Value.min

    init(encoding: FormatEncoding, values: UnsafeBufferPointer<Value>, validity: Validity) {
        self.encoding = encoding
        self.values = values
        self.validity = validity
    }

    var rowCount: Int { values.count }

    var statistics: ColumnStatistics {
        // No value can leave the bounds the wrong way round.
        let bounds = minimum <= maximum ? (Self.bytes(minimum), Self.bytes(maximum)) : nil
        return ColumnStatistics(nullCount: Int64(validity.nullCount), bounds: bounds)
    }

    mutating func appendPage(_ rows: Range<Int>, to body: inout ByteBuffer) {
        var low = minimum
        var high = maximum
        validity.appendLevels(of: rows, in: values, to: &body) { [encoding] present, body in
            (low, high) = Self.extent(of: present, low, high)
            if encoding == .deltaBinaryPacked {
                DeltaBinaryPacked.append(present, to: &body)
            } else {
                PlainEncoding.append(present, to: &body)
            }
        }
        minimum = low
        maximum = high
    }

    private static func extent(
        of values: UnsafeBufferPointer<Value>,
        _ low: Value,
        _ high: Value
    ) -> (Value, Value) {
        var (low, high) = (low, high)
        for index in 0..<values.count {
            low = Swift.min(low, values[index])
            high = Swift.max(high, values[index])
        }
        return (low, high)
    }

    private static func bytes(_ value: Value) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}
