/// Pages of true and false, one bit a value.
struct BooleanPages: PageSource {
    let encoding: FormatEncoding
    let values: UnsafeBufferPointer<Bool>
    private var validity: Validity
    private var hasFalse = false
    private var hasTrue = false

    init(encoding: FormatEncoding, values: UnsafeBufferPointer<Bool>, validity: Validity) {
        self.encoding = encoding
        self.values = values
        self.validity = validity
    }

    var rowCount: Int { values.count }

    var statistics: ColumnStatistics {
        let bounds: (minimum: [UInt8], maximum: [UInt8])? =
            hasFalse || hasTrue ? ([hasFalse ? 0 : 1], [hasTrue ? 1 : 0]) : nil
        return ColumnStatistics(nullCount: Int64(validity.nullCount), bounds: bounds)
    }

    mutating func appendPage(_ rows: Range<Int>, to body: inout ByteBuffer) {
        var (hasFalse, hasTrue) = (hasFalse, hasTrue)
        validity.appendLevels(of: rows, in: values, to: &body) { present, body in
            hasFalse = hasFalse || present.contains(false)
            hasTrue = hasTrue || present.contains(true)
            PlainEncoding.append(present, to: &body)
        }
        (self.hasFalse, self.hasTrue) = (hasFalse, hasTrue)
    }
}
