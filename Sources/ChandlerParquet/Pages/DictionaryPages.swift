/// Pages of dictionary indices, one per row.
struct DictionaryPages: PageSource {
    let encoding = FormatEncoding.rleDictionary
    private let indices: UnsafeBufferPointer<UInt32>
    private let width: Int
    private let bounds: (minimum: [UInt8], maximum: [UInt8])?
    private var validity: Validity

    init(
        indices: UnsafeBufferPointer<UInt32>,
        dictionary: borrowing StringDictionary,
        validity: Validity
    ) {
        self.indices = indices
        self.validity = validity
        width = dictionary.indexWidth
        bounds = dictionary.bounds
    }

    var rowCount: Int { indices.count }

    var statistics: ColumnStatistics {
        ColumnStatistics(nullCount: Int64(validity.nullCount), bounds: bounds)
    }

    mutating func appendPage(_ rows: Range<Int>, to body: inout ByteBuffer) {
        validity.appendLevels(of: rows, in: indices, to: &body) { [width] present, body in
            body.append(UInt8(width))
            RunLengthHybrid.append(present, width: width, to: &body)
        }
    }
}

/// Pages in which every row has the dictionary's only text.
struct RepeatedTextPages: PageSource {
    let encoding = FormatEncoding.rleDictionary
    let rowCount: Int
    private let nullable: Bool
    private let width: Int
    private let bounds: (minimum: [UInt8], maximum: [UInt8])?

    init(rowCount: Int, nullable: Bool, dictionary: borrowing StringDictionary) {
        self.rowCount = rowCount
        self.nullable = nullable
        width = dictionary.indexWidth
        bounds = dictionary.bounds
    }

    var statistics: ColumnStatistics { ColumnStatistics(nullCount: 0, bounds: bounds) }

    mutating func appendPage(_ rows: Range<Int>, to body: inout ByteBuffer) {
        if nullable { DefinitionLevels.appendUniform(1, count: rows.count, to: &body) }
        body.append(UInt8(width))
        RunLengthHybrid.appendRun(of: 0, count: rows.count, width: width, to: &body)
    }
}

extension StringDictionary {
    /// Bounds of all texts; every text of a dictionary occurs in some row.
    var bounds: (minimum: [UInt8], maximum: [UInt8])? {
        var extent = TextExtent()
        forEach { extent.include($0) }
        return extent.bounds
    }
}
