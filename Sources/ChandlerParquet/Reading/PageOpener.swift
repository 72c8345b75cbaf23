/// Decompresses the pages of a chunk, keeping its memory, and tells levels from values.
struct PageOpener: ~Copyable {
    /// What a page holds behind its header.
    struct Content {
        let levels: UnsafeRawBufferPointer?
        let values: UnsafeRawBufferPointer
    }

    private var body = ByteBuffer()
    private var zstd: (any PageDecompressor)?
    private var gzip: (any PageDecompressor)?
    private var snappy: (any PageDecompressor)?

    /// Opens a dictionary page; what comes back is valid until the next page is opened.
    mutating func openDictionary(
        _ page: ChunkPages.Page,
        _ codec: StoredCodec
    ) throws(ParquetError) -> UnsafeRawBufferPointer {
        try expand(page.stored, size: Int(page.header.uncompressedSize), codec, page.place)
    }

    /// Opens a data page of version 1.
    mutating func openData(
        _ page: ChunkPages.Page,
        _ header: StoredPageHeader.Data,
        _ codec: StoredCodec,
        nullable: Bool
    ) throws(ParquetError) -> Content {
        let size = Int(page.header.uncompressedSize)
        let bytes = try expand(page.stored, size: size, codec, page.place)
        guard nullable else { return Content(levels: nil, values: bytes) }
        guard header.levelEncoding == FormatEncoding.rle.rawValue else {
            let name = FormatNames.encoding(header.levelEncoding)
            throw page.place.unsupported("its nulls are encoded as \(name)")
        }
        var cursor = ByteCursor(bytes)
        guard let length = cursor.littleEndianUInt32(), let levels = cursor.take(Int(length))
        else { throw page.place.damaged("the runs that say which rows are null end too early") }
        return Content(levels: levels, values: cursor.rest)
    }

    /// Opens a data page of version 2, whose levels are not compressed.
    mutating func openDataV2(
        _ page: ChunkPages.Page,
        _ header: StoredPageHeader.DataV2,
        _ codec: StoredCodec,
        nullable: Bool
    ) throws(ParquetError) -> Content {
        guard header.repetitionSize == 0, header.rowCount == header.valueCount else {
            throw page.place.unsupported(
                "its values are lists",
                instead: ColumnAnnotation.insteadOfNesting
            )
        }
        var cursor = ByteCursor(page.stored)
        let size = Int(page.header.uncompressedSize) - Int(header.levelSize)
        guard size >= 0, let levels = cursor.take(Int(header.levelSize)),
            nullable || levels.isEmpty
        else { throw page.place.damaged("its levels have \(header.levelSize) bytes") }
        let values = try expand(
            cursor.rest,
            size: size,
            header.isCompressed ? codec : .uncompressed,
            page.place
        )
        return Content(levels: nullable ? levels : nil, values: values)
    }

    private mutating func expand(
        _ stored: UnsafeRawBufferPointer,
        size: Int,
        _ codec: StoredCodec,
        _ place: FilePlace
    ) throws(ParquetError) -> UnsafeRawBufferPointer {
        guard let decompressor = try decompressor(codec) else {
            guard stored.count == size else {
                throw place.damaged(
                    "\(size) bytes are stored as \(stored.count) without compression"
                )
            }
            return stored
        }
        // Some writers store nothing where there is nothing.
        if size == 0, stored.isEmpty { return stored }
        guard size / decompressor.largestRatio <= stored.count else {
            throw place.damaged("\(size) bytes cannot be stored as \(stored.count)")
        }
        body.removeAll()
        do throws(PageFault) {
            try decompressor.decompress(stored, size: size, into: &body)
        } catch {
            throw place.error(error)
        }
        return body.bytes
    }

    private mutating func decompressor(
        _ codec: StoredCodec
    ) throws(ParquetError) -> (any PageDecompressor)? {
        switch codec {
        case .uncompressed: return nil
        case .zstd:
            if zstd == nil { zstd = try codec.makeDecompressor() }
            return zstd
        case .gzip:
            if gzip == nil { gzip = try codec.makeDecompressor() }
            return gzip
        case .snappy:
            if snappy == nil { snappy = try codec.makeDecompressor() }
            return snappy
        }
    }
}
