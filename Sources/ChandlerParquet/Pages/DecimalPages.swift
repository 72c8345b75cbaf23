/// Pages of decimals of more than 18 digits: 16 bytes each, two's complement, highest byte first.
struct DecimalPages: PageSource {
    /// Bytes of a value.
    static let width = 16

    let encoding: FormatEncoding
    let values: UnsafeBufferPointer<Int128>
    private var validity: Validity
    private var minimum = Int128.max
    private var maximum = Int128.min

    init(encoding: FormatEncoding, values: UnsafeBufferPointer<Int128>, validity: Validity) {
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
        var (low, high) = (minimum, maximum)
        validity.appendLevels(of: rows, in: values, to: &body) { present, body in
            for value in present {
                low = min(low, value)
                high = max(high, value)
            }
            PlainEncoding.append(bigEndian: present, to: &body)
        }
        (minimum, maximum) = (low, high)
    }

    private static func bytes(_ value: Int128) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}
