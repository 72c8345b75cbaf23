/// Pages of doubles; in a nullable column NaN is a null.
struct DoublePages: PageSource {
    let encoding: FormatEncoding
    let values: UnsafeBufferPointer<Double>
    let nullable: Bool
    private var extent = DoubleExtent()

    init(encoding: FormatEncoding, values: UnsafeBufferPointer<Double>, nullable: Bool) {
        self.encoding = encoding
        self.values = values
        self.nullable = nullable
    }

    var rowCount: Int { values.count }

    var statistics: ColumnStatistics {
        ColumnStatistics(
            nullCount: nullable ? Int64(extent.nanCount) : 0,
            bounds: extent.bounds
        )
    }

    mutating func appendPage(_ rows: Range<Int>, to body: inout ByteBuffer) {
        let page = UnsafeBufferPointer(rebasing: values[rows])
        let nanCount = extent.include(page)
        guard nullable else { return append(page, to: &body) }
        switch nanCount {
        case 0:
            DefinitionLevels.appendUniform(1, count: page.count, to: &body)
            append(page, to: &body)
        case page.count:
            DefinitionLevels.appendUniform(0, count: page.count, to: &body)
        default:
            appendMixed(page, to: &body)
        }
    }

    private func appendMixed(_ page: UnsafeBufferPointer<Double>, to body: inout ByteBuffer) {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: page.count) { levels in
            for index in 0..<page.count { levels[index] = page[index].isNaN ? 0 : 1 }
            DefinitionLevels.append(UnsafeBufferPointer(levels), to: &body)
        }
        withUnsafeTemporaryAllocation(of: Double.self, capacity: page.count) { kept in
            var count = 0
            // Without a branch: always stored, counted only where there is a value.
            for value in page {
                kept[count] = value
                count += value.isNaN ? 0 : 1
            }
            append(UnsafeBufferPointer(rebasing: kept[..<count]), to: &body)
        }
    }

    private func append(_ present: UnsafeBufferPointer<Double>, to body: inout ByteBuffer) {
        if encoding == .byteStreamSplit {
            ByteStreamSplit.append(present, to: &body)
        } else {
            PlainEncoding.append(present, to: &body)
        }
    }
}
