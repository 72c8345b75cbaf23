/// Compresses page bodies and writes them behind their headers.
struct PageWriter: ~Copyable {
    /// Body of the page at hand, filled by a ``PageSource``.
    var body = ByteBuffer()
    private var compressed = ByteBuffer()
    private var header = CompactProtocolEncoder()
    private let compressor: (any PageCompressor)?
    private let writesChecksums: Bool

    init(compressor: (any PageCompressor)?, writesChecksums: Bool) {
        self.compressor = compressor
        self.writesChecksums = writesChecksums
    }

    /// Writes a dictionary page from the dictionary's own bytes.
    mutating func writeDictionary(
        _ dictionary: borrowing StringDictionary,
        of column: String,
        to output: inout CountingOutput,
        record: inout ColumnChunkRecord
    ) throws(ParquetError) {
        record.dictionaryPageOffset = output.offset
        body.removeAll()
        body.append(dictionary.page.bytes)
        try write(.dictionary, .plain, dictionary.count, of: column, to: &output, record: &record)
    }

    /// Writes `body` as a data page of `rows` rows.
    mutating func writeData(
        rows: Int,
        of column: String,
        to output: inout CountingOutput,
        record: inout ColumnChunkRecord
    ) throws(ParquetError) {
        if record.dataPageCount == 0 { record.dataPageOffset = output.offset }
        try write(.data, record.encoding, rows, of: column, to: &output, record: &record)
        record.dataPageCount += 1
    }

    private mutating func write(
        _ type: FormatPageType,
        _ encoding: FormatEncoding,
        _ valueCount: Int,
        of column: String,
        to output: inout CountingOutput,
        record: inout ColumnChunkRecord
    ) throws(ParquetError) {
        let plainSize = body.count
        let storedSize = try compressBody()
        guard let plain = Int32(exactly: plainSize), let stored = Int32(exactly: storedSize),
            let values = Int32(exactly: valueCount)
        else { throw .pageTooLarge(max(plainSize, storedSize), column: column) }
        header.removeAll()
        PageHeader(
            type: type,
            encoding: encoding,
            valueCount: values,
            uncompressedSize: plain,
            compressedSize: stored,
            checksum: writesChecksums ? storedChecksum() : nil
        ).write(to: &header)
        try output.write(header.buffer.bytes)
        try output.write(compressor == nil ? body.bytes : compressed.bytes)
        record.uncompressedSize += Int64(header.buffer.count + plainSize)
        record.compressedSize += Int64(header.buffer.count + storedSize)
    }

    private func storedChecksum() -> UInt32 {
        var checksum = GzipChecksum()
        checksum.add(compressor == nil ? body.bytes : compressed.bytes)
        return checksum.crc
    }

    private mutating func compressBody() throws(ParquetError) -> Int {
        guard let compressor else { return body.count }
        compressed.removeAll()
        try compressor.compress(body.bytes, cuts: body.cuts, into: &compressed)
        return compressed.count
    }
}
