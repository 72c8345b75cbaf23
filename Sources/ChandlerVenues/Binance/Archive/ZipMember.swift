import ChandlerCore

/// The one member of a ZIP, as both of its headers describe it, before it is inflated.
///
/// Nothing is allowed that the archive's files do not have: bytes before, between or after the
/// parts, a second member, comments of the file, zip64, encryption. What two parts say about the
/// same thing must agree, so that every reader of the file sees the same content.
///
/// **Source:** PKWARE, "APPNOTE.TXT - .ZIP File Format Specification", 6.3.10.
struct ZipMember: Equatable {
    /// The most bytes that a member may inflate to.
    struct Limit {
        /// The most bytes, whatever the file's size.
        let bytes: Int
        /// The most bytes for each byte of the file; rows reach 5, flat candles 24.
        var ratio = 100
        /// What is allowed beyond the ratio, for files of a few rows.
        var slack = 65_536
    }

    /// Where the content begins in the file.
    let offset: Int
    /// The number of bytes in the file.
    let compressedCount: Int
    /// The number of bytes after inflating.
    let count: Int
    /// The CRC-32 of the content.
    let crc: UInt32
    /// Whether the content is deflated; it is stored as it is otherwise.
    let isDeflated: Bool

    /// Reads and checks the headers.
    ///
    /// - Parameters:
    ///   - bytes: The whole file.
    ///   - name: The name that the member must have.
    ///   - limit: How large it may be inside.
    /// - Throws: ``ZipFault`` where anything is not as it should be.
    init(in bytes: UnsafeRawBufferPointer, named name: String, limit: Limit) throws(ZipFault) {
        let fields = ZipFields(bytes: bytes)
        let directory = try Self.directory(fields)
        let entry = try ZipEntry(directory: fields, at: directory)
        guard directory + entry.length + Self.endLength == bytes.count else {
            throw .malformed("its directory is not as long as it says")
        }
        try Self.check(entry, named: name)
        let local = try ZipEntry(local: fields)
        try Self.check(local, against: entry)
        offset = local.length
        compressedCount = entry.compressedCount
        count = entry.count
        crc = entry.crc
        isDeflated = entry.method == 8
        try checkSizes(limit)
        try checkEnd(fields, entry, directory: directory)
    }

    private static let endLength = 22

    /// Where the directory begins, from the record at the end of the file.
    private static func directory(_ fields: ZipFields) throws(ZipFault) -> Int {
        let end = fields.bytes.count - endLength
        guard end >= 0, try fields.long(end) == 0x0605_4B50, try fields.short(end + 20) == 0 else {
            throw .truncated("its \(fields.bytes.count) bytes do not end with a directory")
        }
        let onDisk = try fields.short(end + 8)
        let members = try fields.short(end + 10)
        let offset = try fields.long(end + 16)
        guard members != 0xFFFF, offset != 0xFFFF_FFFF else { throw .unsupported("it is a zip64") }
        guard members == 1 else { throw .members(members) }
        guard onDisk == 1, try fields.long(end + 4) == 0 else {
            throw .unsupported("it is a part of several")
        }
        guard offset + (try fields.long(end + 12)) == end else {
            throw .malformed("there are bytes between its directory and its end")
        }
        return offset
    }

    private static func check(_ entry: ZipEntry, named name: String) throws(ZipFault) {
        let plain = Array(name.utf8)
        if entry.name != plain {
            let found = quoted(String(decoding: entry.name, as: UTF8.self))
            let marks: [UInt8] = [0, UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: ":")]
            let isPath = entry.name.contains(where: marks.contains) || found.contains("..")
            throw isPath ? .path(found) : .otherName(found)
        }
        // Deflate's options, a descriptor behind the content, and names in UTF-8.
        guard entry.flags & ~0b1000_0000_1110 == 0 else {
            let isEncrypted = entry.flags & 0b10_0000_0100_0001 != 0
            throw .unsupported(isEncrypted ? "it is encrypted" : "its flags are \(entry.flags)")
        }
        guard entry.method == 8 || entry.method == 0 else {
            throw .unsupported("its method is \(entry.method)")
        }
        guard !entry.isZip64 else { throw .unsupported("its member is a zip64") }
        guard entry.offset == 0 else { throw .malformed("there are bytes before its member") }
    }

    private static func check(_ local: ZipEntry, against entry: ZipEntry) throws(ZipFault) {
        guard !local.isZip64 else { throw .unsupported("its member is a zip64") }
        let isLater = entry.hasDescriptor && local.isWithoutSizes
        guard local.name == entry.name, local.flags == entry.flags, local.method == entry.method,
            isLater
                || (local.crc == entry.crc && local.count == entry.count
                    && local.compressedCount == entry.compressedCount)
        else { throw .malformed("its member and its directory differ") }
    }

    private func checkSizes(_ limit: Limit) throws(ZipFault) {
        guard isDeflated || count == compressedCount else {
            throw .malformed("its member is stored in \(compressedCount) bytes but has \(count)")
        }
        let most = min(limit.bytes, compressedCount * limit.ratio + limit.slack)
        guard count <= most else {
            throw .bomb("\(count) bytes from \(compressedCount), at most \(most) were expected")
        }
    }

    /// The content must end where the directory begins, but for a descriptor that repeats sizes.
    private func checkEnd(
        _ fields: ZipFields,
        _ entry: ZipEntry,
        directory: Int
    ) throws(ZipFault) {
        let end = offset + compressedCount
        guard end <= directory else { throw .truncated("its member does not fit") }
        guard entry.hasDescriptor else {
            guard end == directory else {
                throw .malformed("there are \(directory - end) bytes after its member")
            }
            return
        }
        let mark = directory - end == 16 ? 4 : 0
        let isMarked = mark == 0 ? true : try fields.long(end) == 0x0807_4B50
        guard isMarked, directory - end == 12 + mark,
            try fields.long(end + mark) == Int(entry.crc),
            try fields.long(end + mark + 4) == compressedCount,
            try fields.long(end + mark + 8) == count
        else { throw .malformed("what stands after its member is no descriptor of it") }
    }
}
