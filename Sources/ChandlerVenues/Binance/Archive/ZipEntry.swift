/// What one of the two headers of a ZIP's member says.
struct ZipEntry {
    let flags: Int
    let method: Int
    let crc: UInt32
    let compressedCount: Int
    let count: Int
    let name: [UInt8]
    /// Where the member begins; 0 in the header before the member itself.
    let offset: Int
    /// The length of the header with its name and its extra fields.
    let length: Int
    /// Whether sizes are, or may be, in a field of 64 bits.
    let isZip64: Bool

    /// Whether sizes are repeated behind the content.
    var hasDescriptor: Bool { flags & 8 != 0 }

    /// Whether this header leaves the sizes to the descriptor.
    var isWithoutSizes: Bool { crc == 0 && compressedCount == 0 && count == 0 }

    /// Reads the header in the directory.
    init(directory fields: ZipFields, at start: Int) throws(ZipFault) {
        guard try fields.long(start) == 0x0201_4B50 else {
            throw .malformed("its directory does not begin where its end says")
        }
        guard try fields.short(start + 34) == 0 else {
            throw .unsupported("it is a part of several")
        }
        let comment = try fields.short(start + 32)
        try self.init(
            fields,
            common: start + 8,
            names: start + 28,
            header: start + 46,
            trailing: comment,
            start: start,
            offset: try fields.long(start + 42)
        )
    }

    /// Reads the header before the content, with which the file begins.
    init(local fields: ZipFields) throws(ZipFault) {
        guard try fields.long(0) == 0x0403_4B50 else {
            throw .malformed("it begins with no member")
        }
        try self.init(
            fields,
            common: 6,
            names: 26,
            header: 30,
            trailing: 0,
            start: 0,
            offset: 0
        )
    }

    private init(
        _ fields: ZipFields,
        common: Int,
        names: Int,
        header: Int,
        trailing: Int,
        start: Int,
        offset: Int
    ) throws(ZipFault) {
        flags = try fields.short(common)
        method = try fields.short(common + 2)
        crc = UInt32(truncatingIfNeeded: try fields.long(common + 8))
        compressedCount = try fields.long(common + 12)
        count = try fields.long(common + 16)
        let nameCount = try fields.short(names)
        let extraCount = try fields.short(names + 2)
        name = Array(try fields.slice(header, nameCount))
        let hasField = try Self.hasZip64Field(
            ZipFields(bytes: try fields.slice(header + nameCount, extraCount))
        )
        isZip64 = hasField || compressedCount == 0xFFFF_FFFF || count == 0xFFFF_FFFF
        length = header + nameCount + extraCount + trailing - start
        self.offset = offset
    }

    private static func hasZip64Field(_ extra: ZipFields) throws(ZipFault) -> Bool {
        var position = 0
        while position < extra.bytes.count {
            if try extra.short(position) == 1 { return true }
            position += 4 + (try extra.short(position + 2))
        }
        guard position == extra.bytes.count else {
            throw .malformed("an extra field is longer than its header")
        }
        return false
    }
}
