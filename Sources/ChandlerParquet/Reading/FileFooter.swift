/// What the footer of a file says, checked as far as that goes without reading the columns.
struct FileFooter {
    let schema: ParquetSchema
    let layouts: [ColumnLayout]
    let unread: [ParquetUnreadColumn]
    let metadata: StoredFileMetadata

    /// Columns of each row group, those that are not read included.
    private let chunkCount: Int

    /// Rows of a row group that a file of any size may have.
    private static let fewRows: Int64 = 1 << 24
    /// Rows of a row group that one byte of a file may stand for: a page of Chandler has 131,072
    /// rows and never less than 20 bytes.
    private static let rowsOfAByte: Int64 = 1 << 14

    /// Bytes before the first page, and at the end of the file.
    private static let magic = Array("PAR1".utf8)
    private static let encryptedMagic = Array("PARE".utf8)
    private static let tailSize: Int64 = 8

    init(
        source: any RandomAccessBytes,
        _ options: ParquetReadOptions
    ) throws(ParquetError) {
        let size = source.byteCount
        let (start, length) = try Self.locate(in: source)
        let place = FilePlace(offset: start)
        var buffer = ByteBuffer()
        try source.append(Int(length), at: start, to: &buffer, "its footer")
        var decoder = CompactProtocolDecoder(buffer.bytes, place: place)
        metadata = try StoredFileMetadata(from: &decoder)
        guard !metadata.isEncrypted else { throw place.unsupported("its columns are encrypted") }
        var columns = FileColumns(metadata.schema, place, options)
        try columns.walk()
        layouts = columns.layouts
        unread = columns.unread
        chunkCount = columns.chunkCount
        do {
            schema = try ParquetSchema(
                columns: layouts.map(\.column),
                metadata: metadata.keyValues
            )
        } catch {
            throw place.unsupported("its columns are no schema (\(error.message))")
        }
        try checkRows(size, place)
        for (number, group) in metadata.rowGroups.enumerated() {
            try check(group, number, place)
        }
    }

    /// Where the footer stands, and how long it is.
    private static func locate(
        in source: any RandomAccessBytes
    ) throws(ParquetError) -> (start: Int64, length: Int64) {
        let size = source.byteCount
        guard size >= 12 else { throw notParquet("it has \(size) bytes") }
        var ends = ByteBuffer()
        try source.append(4, at: 0, to: &ends, "its start")
        try source.append(Int(tailSize), at: size - tailSize, to: &ends, "its end")
        let first = Array(ends.bytes[..<4])
        let last = Array(ends.bytes[8...])
        let place = FilePlace(offset: size - tailSize)
        guard first != encryptedMagic, last != encryptedMagic else {
            throw place.unsupported("it is encrypted")
        }
        guard first == magic else { throw notParquet("it does not begin with PAR1") }
        guard last == magic else {
            throw place.damaged("the file begins as Parquet does and does not end so")
        }
        let word = ends.bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
        let length = Int64(UInt32(littleEndian: word))
        guard length <= size - 12 else {
            throw place.damaged("it has \(length) bytes, and the whole file \(size)")
        }
        return (size - tailSize - length, length)
    }

    private static func notParquet(_ reason: String) -> ParquetError {
        ParquetError(.notParquet, "read a Parquet file: it is none: \(reason)")
    }

    private func checkRows(_ size: Int64, _ place: FilePlace) throws(ParquetError) {
        let (most, overflows) = size.multipliedReportingOverflow(by: Self.rowsOfAByte)
        let limit = max(Self.fewRows, overflows ? .max : most)
        var sum: Int64 = 0
        for group in metadata.rowGroups {
            guard 0...limit ~= group.rowCount else {
                throw place.damaged("a row group has \(group.rowCount) rows in \(size) bytes")
            }
            let (next, overflows) = sum.addingReportingOverflow(group.rowCount)
            guard !overflows else { throw place.damaged("its row groups have too many rows") }
            sum = next
        }
        guard sum == metadata.rowCount else {
            throw place.damaged("its row groups have \(sum) rows and not \(metadata.rowCount)")
        }
    }

    private func check(
        _ group: StoredRowGroup,
        _ number: Int,
        _ place: FilePlace
    ) throws(ParquetError) {
        var place = place
        place.rowGroup = number
        guard group.columns.count == chunkCount else {
            throw place.damaged("it has \(group.columns.count) columns and not \(chunkCount)")
        }
        for layout in layouts {
            place.column = layout.column.name
            try check(group.columns[layout.chunk], of: layout, rows: group.rowCount, place)
        }
    }

    private func check(
        _ chunk: StoredColumnChunk,
        of layout: ColumnLayout,
        rows: Int64,
        _ place: FilePlace
    ) throws(ParquetError) {
        guard !chunk.isEncrypted else { throw place.unsupported("it is encrypted") }
        guard !chunk.isElsewhere else { throw place.unsupported("it stands in another file") }
        guard StoredCodec(rawValue: chunk.codec) != nil else {
            throw place.unsupported(codec: chunk.codec)
        }
        guard chunk.type == layout.physicalType.rawValue, chunk.valueCount == rows,
            chunk.path.count == 1, chunk.path[0].utf8.elementsEqual(layout.column.name.utf8)
        else {
            throw place.damaged(
                "its chunk says \(FormatNames.physicalType(chunk.type)), \(chunk.valueCount) rows "
                    + "and \(quoted(chunk.path.joined(separator: "."))); the schema says "
                    + "\(FormatNames.physicalType(layout.physicalType.rawValue)) and the row "
                    + "group \(rows)"
            )
        }
        // `place` is the footer's, and the pages stand before it.
        let (end, overflows) = chunk.startOffset.addingReportingOverflow(chunk.storedSize)
        guard chunk.startOffset >= Self.magic.count, chunk.storedSize >= 0, !overflows,
            end <= place.offset
        else {
            throw place.damaged(
                "its pages have \(chunk.storedSize) bytes from byte \(chunk.startOffset) on, and "
                    + "the footer begins at byte \(place.offset)"
            )
        }
    }
}
