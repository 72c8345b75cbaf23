/// Pages of texts written out one after another.
struct TextPages: PageSource {
    let encoding = FormatEncoding.plain
    private let values: [String]
    private let flags: [Bool]?
    private let nullable: Bool
    private var nullCount = 0
    private var extent = TextExtent()

    init(values: [String], flags: [Bool]?, nullable: Bool) {
        self.values = values
        self.flags = flags
        self.nullable = nullable
    }

    var rowCount: Int { values.count }

    var statistics: ColumnStatistics {
        ColumnStatistics(nullCount: Int64(nullCount), bounds: extent.bounds)
    }

    mutating func appendPage(_ rows: Range<Int>, to body: inout ByteBuffer) {
        if nullable { appendLevels(rows, to: &body) }
        for row in rows where flags?[row] ?? true {
            values[row].withTextBytes { text in
                extent.include(text)
                PlainEncoding.append(text, to: &body)
            }
        }
    }

    private mutating func appendLevels(_ rows: Range<Int>, to body: inout ByteBuffer) {
        guard let flags else {
            return DefinitionLevels.appendUniform(1, count: rows.count, to: &body)
        }
        let levels = flags[rows].map { $0 ? UInt32(1) : 0 }
        nullCount += levels.count { $0 == 0 }
        levels.withUnsafeBufferPointer { DefinitionLevels.append($0, to: &body) }
    }
}
