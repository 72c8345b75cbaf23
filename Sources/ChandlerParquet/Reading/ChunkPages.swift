/// Walks over the pages of a column chunk that is in memory.
struct ChunkPages {
    /// One page as it is stored, its checksum proved where it has one.
    struct Page {
        let header: StoredPageHeader
        let stored: UnsafeRawBufferPointer
        let place: FilePlace
    }

    private let bytes: UnsafeRawBufferPointer
    private let start: FilePlace
    private var position = 0
    private var count = 0

    /// - Parameters:
    ///   - bytes: The whole chunk.
    ///   - place: Where it begins.
    init(_ bytes: UnsafeRawBufferPointer, place: FilePlace) {
        self.bytes = bytes
        start = place
    }

    /// The next page, or `nil` at the end of the chunk.
    mutating func next() throws(ParquetError) -> Page? {
        guard position < bytes.count else { return nil }
        var place = start
        place.offset += Int64(position)
        place.page = count
        let rest = UnsafeRawBufferPointer(rebasing: bytes[position...])
        var decoder = CompactProtocolDecoder(rest, place: place)
        let header = try StoredPageHeader(from: &decoder)
        let left = rest.count - decoder.position
        guard header.uncompressedSize >= 0, 0...left ~= Int(header.storedSize) else {
            throw place.damaged(
                "it has \(header.uncompressedSize) bytes, stored as \(header.storedSize), and "
                    + "\(left) are left of its column chunk"
            )
        }
        place.offset += Int64(decoder.position)
        let stored = UnsafeRawBufferPointer(
            rebasing: rest[decoder.position...].prefix(Int(header.storedSize))
        )
        try Self.prove(stored, header.checksum, place)
        position += decoder.position + stored.count
        count += 1
        return Page(header: header, stored: stored, place: place)
    }

    private static func prove(
        _ stored: UnsafeRawBufferPointer,
        _ expected: UInt32?,
        _ place: FilePlace
    ) throws(ParquetError) {
        guard let expected else { return }
        var checksum = GzipChecksum()
        checksum.add(stored)
        guard checksum.crc == expected else {
            throw place.damaged(
                "its CRC-32 was \(checksum.crc), and its header says \(expected)"
            )
        }
    }
}
