/// Pages of doubles that are kept bit for bit: nulls are told by flags, and NaN is a value.
struct ExactDoublePages: PageSource {
    let encoding: FormatEncoding
    let values: UnsafeBufferPointer<Double>
    private var validity: Validity
    private var extent = DoubleExtent()

    init(encoding: FormatEncoding, values: UnsafeBufferPointer<Double>, validity: Validity) {
        self.encoding = encoding
        self.values = values
        self.validity = validity
    }

    var rowCount: Int { values.count }

    /// Without bounds where there is a NaN: some readers order it above all numbers, and would
    /// leave out a chunk that holds it for its maximum.
    var statistics: ColumnStatistics {
        ColumnStatistics(
            nullCount: Int64(validity.nullCount),
            bounds: extent.nanCount == 0 ? extent.bounds : nil
        )
    }

    mutating func appendPage(_ rows: Range<Int>, to body: inout ByteBuffer) {
        var extent = extent
        validity.appendLevels(of: rows, in: values, to: &body) { [encoding] present, body in
            extent.include(present)
            if encoding == .byteStreamSplit {
                ByteStreamSplit.append(present, to: &body)
            } else {
                PlainEncoding.append(present, to: &body)
            }
        }
        self.extent = extent
    }
}
