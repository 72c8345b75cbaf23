/// What the footer says about one column of one row group.
struct ColumnChunkRecord {
    let encoding: FormatEncoding
    var dictionaryPageOffset: Int64?
    var dataPageOffset: Int64 = 0
    var dataPageCount: Int32 = 0
    /// Page headers included, as the format asks for.
    var uncompressedSize: Int64 = 0
    var compressedSize: Int64 = 0
    var statistics: ColumnStatistics?

    init(encoding: FormatEncoding) { self.encoding = encoding }

    var startOffset: Int64 { dictionaryPageOffset ?? dataPageOffset }

    func write(
        to encoder: inout CompactProtocolEncoder,
        column: ParquetColumn,
        codec: FormatCodec,
        rowCount: Int64
    ) {
        encoder.beginStruct()
        // file_offset is required but out of use: the metadata stands in the footer only.
        encoder.field(2, int64: 0)
        encoder.beginField(3)
        encoder.field(1, int32: column.physicalType.rawValue)
        writeEncodings(to: &encoder)
        encoder.beginList(3, of: .binary, count: 1)
        encoder.element(string: column.name)
        encoder.field(4, int32: codec.rawValue)
        encoder.field(5, int64: rowCount)
        encoder.field(6, int64: uncompressedSize)
        encoder.field(7, int64: compressedSize)
        encoder.field(9, int64: dataPageOffset)
        if let dictionaryPageOffset { encoder.field(11, int64: dictionaryPageOffset) }
        statistics?.write(to: &encoder)
        writeEncodingCounts(to: &encoder)
        encoder.endStruct()
        encoder.endStruct()
    }

    private func writeEncodings(to encoder: inout CompactProtocolEncoder) {
        var used: [FormatEncoding] = [.rle, encoding]
        if dictionaryPageOffset != nil { used.insert(.plain, at: 0) }
        encoder.beginList(2, of: .int32, count: used.count)
        for encoding in used { encoder.element(int32: encoding.rawValue) }
    }

    /// Lets readers see that no data page fell back to another encoding.
    private func writeEncodingCounts(to encoder: inout CompactProtocolEncoder) {
        var counts = [(FormatPageType.data, encoding, dataPageCount)]
        if dictionaryPageOffset != nil { counts.insert((.dictionary, .plain, 1), at: 0) }
        encoder.beginList(13, of: .structure, count: counts.count)
        for (type, encoding, count) in counts {
            encoder.beginStruct()
            encoder.field(1, int32: type.rawValue)
            encoder.field(2, int32: encoding.rawValue)
            encoder.field(3, int32: count)
            encoder.endStruct()
        }
    }
}
