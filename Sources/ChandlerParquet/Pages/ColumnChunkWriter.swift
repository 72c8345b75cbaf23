/// Writes column chunks one after another, reusing its buffers.
struct ColumnChunkWriter: ~Copyable {
    private var pages: PageWriter
    private let pageRowLimit: Int
    private let writesStatistics: Bool

    init(options: ParquetOptions) throws(ParquetError) {
        pages = PageWriter(
            compressor: try options.compression.makeCompressor(),
            writesChecksums: options.writesChecksums
        )
        pageRowLimit = options.pageRowLimit
        writesStatistics = options.writesStatistics
    }

    /// Writes the chunk of one column, whose data was checked against the column before.
    mutating func write(
        _ data: ParquetColumnData,
        column: ParquetColumn,
        to output: inout CountingOutput
    ) throws(ParquetError) -> ColumnChunkRecord {
        switch data {
        case .doubles(let values):
            try write(doubles: values, column: column, to: &output)
        case .int64(let values, let flags), .timestamps(let values, let flags):
            try write(integers: values, flags: flags, column: column, to: &output)
        case .exactDoubles(let values, let flags):
            try write(values, flags, column: column, to: &output) {
                ExactDoublePages(encoding: $0, values: $1, validity: $2)
            }
        case .booleans(let values, let flags):
            try write(values, flags, column: column, to: &output) {
                BooleanPages(encoding: $0, values: $1, validity: $2)
            }
        case .decimals(let values, let flags) where column.physicalType == .int64:
            // What stands in null rows may have any size; the rest was checked.
            try write(
                integers: values.map { Int64(truncatingIfNeeded: $0) },
                flags: flags,
                column: column,
                to: &output
            )
        case .decimals(let values, let flags):
            try write(values, flags, column: column, to: &output) {
                DecimalPages(encoding: $0, values: $1, validity: $2)
            }
        case .int32(let values, let flags), .dates(let values, let flags):
            try write(integers: values, flags: flags, column: column, to: &output)
        case .strings(let values, let flags), .json(let values, let flags):
            try write(texts: values, flags: flags, column: column, to: &output)
        case .repeatedString(let text, let count):
            try write(repeated: text, count: count, column: column, to: &output)
        }
    }

    private mutating func write(
        doubles: [Double],
        column: ParquetColumn,
        to output: inout CountingOutput
    ) throws(ParquetError) -> ColumnChunkRecord {
        var record = ColumnChunkRecord(encoding: column.formatEncoding ?? .plain)
        try withPointer(to: doubles) { values throws(ParquetError) in
            var source = DoublePages(
                encoding: record.encoding,
                values: values,
                nullable: column.nullable
            )
            try writePages(of: &source, column: column, to: &output, record: &record)
        }
        return record
    }

    private mutating func write<Value>(
        integers: [Value],
        flags: [Bool]?,
        column: ParquetColumn,
        to output: inout CountingOutput
    ) throws(ParquetError) -> ColumnChunkRecord
    where Value: FixedWidthInteger & SignedInteger & BitwiseCopyable {
        try write(integers, flags, column: column, to: &output) {
            IntegerPages(encoding: $0, values: $1, validity: $2)
        }
    }

    /// Writes values of a fixed size, whose pages `makeSource` encodes.
    private mutating func write<Value>(
        _ values: [Value],
        _ flags: [Bool]?,
        column: ParquetColumn,
        to output: inout CountingOutput,
        _ makeSource: (FormatEncoding, UnsafeBufferPointer<Value>, Validity) -> some PageSource
    ) throws(ParquetError) -> ColumnChunkRecord {
        var record = ColumnChunkRecord(encoding: column.formatEncoding ?? .plain)
        try withPointer(to: values) { values throws(ParquetError) in
            try withPointer(to: flags) { flags throws(ParquetError) in
                let validity = Validity(nullable: column.nullable, flags: flags)
                var source = makeSource(record.encoding, values, validity)
                try writePages(of: &source, column: column, to: &output, record: &record)
            }
        }
        return record
    }

    private mutating func write(
        texts: [String],
        flags: [Bool]?,
        column: ParquetColumn,
        to output: inout CountingOutput
    ) throws(ParquetError) -> ColumnChunkRecord {
        let limit = column.encoding == .automatic ? TextIndices.dictionaryLimit : .max
        guard column.formatEncoding != .plain,
            let numbered = TextIndices(texts, flags: flags, limit: limit)
        else {
            var record = ColumnChunkRecord(encoding: .plain)
            var source = TextPages(values: texts, flags: flags, nullable: column.nullable)
            try writePages(of: &source, column: column, to: &output, record: &record)
            return record
        }
        var record = ColumnChunkRecord(encoding: .rleDictionary)
        try pages.writeDictionary(
            numbered.dictionary,
            of: column.name,
            to: &output,
            record: &record
        )
        try withPointer(to: numbered.indices) { indices throws(ParquetError) in
            try withPointer(to: flags) { flags throws(ParquetError) in
                var source = DictionaryPages(
                    indices: indices,
                    dictionary: numbered.dictionary,
                    validity: Validity(nullable: column.nullable, flags: flags)
                )
                try writePages(of: &source, column: column, to: &output, record: &record)
            }
        }
        return record
    }

    private mutating func write(
        repeated text: String,
        count: Int,
        column: ParquetColumn,
        to output: inout CountingOutput
    ) throws(ParquetError) -> ColumnChunkRecord {
        guard column.encoding != .plain else {
            let texts = [String](repeating: text, count: count)
            return try write(texts: texts, flags: nil, column: column, to: &output)
        }
        var dictionary = StringDictionary()
        _ = text.withTextBytes { dictionary.index(of: $0) }
        var record = ColumnChunkRecord(encoding: .rleDictionary)
        try pages.writeDictionary(dictionary, of: column.name, to: &output, record: &record)
        var source = RepeatedTextPages(
            rowCount: count,
            nullable: column.nullable,
            dictionary: dictionary
        )
        try writePages(of: &source, column: column, to: &output, record: &record)
        return record
    }

    private mutating func writePages(
        of source: inout some PageSource,
        column: ParquetColumn,
        to output: inout CountingOutput,
        record: inout ColumnChunkRecord
    ) throws(ParquetError) {
        var start = 0
        while start < source.rowCount {
            let rows = start..<min(start + pageRowLimit, source.rowCount)
            pages.body.removeAll()
            source.appendPage(rows, to: &pages.body)
            try pages.writeData(
                rows: rows.count,
                of: column.name,
                to: &output,
                record: &record
            )
            start = rows.upperBound
        }
        guard writesStatistics else { return }
        let statistics = source.statistics
        // Documents have no order that two readers agree on.
        record.statistics =
            column.type == .json
            ? ColumnStatistics(nullCount: statistics.nullCount, bounds: nil) : statistics
    }
}
