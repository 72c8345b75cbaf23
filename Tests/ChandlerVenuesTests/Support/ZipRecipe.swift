import CZlib
import ChandlerHTTP

/// A ZIP with one member, each part of which a test may make wrong.
struct ZipRecipe {
    var name: String
    var content: [UInt8]
    var method = 8
    /// The bytes in the file; made from `content` where nil.
    var compressed: [UInt8]?
    var flags = 0
    var crc: UInt32?
    var count: Int?
    var compressedCount: Int?
    var hasDescriptor = false
    var descriptorIsMarked = true
    var localName: String?
    var localCRC: UInt32?
    var extra: [UInt8] = []
    var localExtra: [UInt8] = []
    var members = 1
    var offset = 0
    var prefix: [UInt8] = []
    var afterMember: [UInt8] = []
    var afterDirectory: [UInt8] = []
    var suffix: [UInt8] = []

    init(_ name: String, _ content: some Sequence<UInt8>) {
        self.name = name
        self.content = Array(content)
    }

    var body: HTTPBody { HTTPBody(bytes) }

    var bytes: [UInt8] {
        let data = compressed ?? (method == 8 ? Self.deflated(content) : content)
        let crc = self.crc ?? Self.crc(content)
        let sizes = [compressedCount ?? data.count, count ?? content.count]
        let flags = self.flags | (hasDescriptor ? 8 : 0)
        let local = localName ?? name
        var file = prefix + Self.long(0x0403_4B50) + Self.short(20)
        file += Self.short(flags) + Self.short(method) + Self.long(0x3C8F_575C)
        if hasDescriptor {
            file += Self.long(0) + Self.long(0) + Self.long(0)
        } else {
            file += Self.long(Int(localCRC ?? crc)) + Self.long(sizes[0]) + Self.long(sizes[1])
        }
        file += Self.short(local.utf8.count) + Self.short(localExtra.count)
        file += Array(local.utf8) + localExtra + data
        if hasDescriptor {
            file += descriptorIsMarked ? Self.long(0x0807_4B50) : []
            file += Self.long(Int(crc)) + Self.long(sizes[0]) + Self.long(sizes[1])
        }
        file += afterMember
        let start = file.count
        for _ in 0..<members {
            file += Self.long(0x0201_4B50) + Self.short(20) + Self.short(20) + Self.short(flags)
            file += Self.short(method) + Self.long(0x3C8F_575C) + Self.long(Int(crc))
            file += Self.long(sizes[0]) + Self.long(sizes[1]) + Self.short(name.utf8.count)
            file += Self.short(extra.count) + Self.short(0) + Self.short(0) + Self.short(0)
            file += Self.long(0) + Self.long(offset) + Array(name.utf8) + extra
        }
        let length = file.count - start
        file += afterDirectory + Self.long(0x0605_4B50) + Self.short(0) + Self.short(0)
        file += Self.short(members) + Self.short(members) + Self.long(length) + Self.long(start)
        return file + Self.short(0) + suffix
    }

    static func crc(_ bytes: [UInt8]) -> UInt32 {
        UInt32(truncatingIfNeeded: crc32_z(0, bytes, bytes.count))
    }

    static func deflated(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        deflateInit2_(&stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
        defer { deflateEnd(&stream) }
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
        var input = bytes
        input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                _ = deflate(&stream, Z_FINISH)
            }
        }
        return Array(output.prefix(output.count - Int(stream.avail_out)))
    }

    static func short(_ value: Int) -> [UInt8] {
        [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
    }

    static func long(_ value: Int) -> [UInt8] {
        short(value) + short(value >> 16)
    }
}
