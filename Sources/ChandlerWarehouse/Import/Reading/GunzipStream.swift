import CZlib

/// Owns one zlib stream that unpacks gzip members one after the other.
final class GunzipStream {
    // zlib keeps the address, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 16)
    private let path: String
    private var begin = 0
    private var end = 0
    private var isInsideMember = true

    init(_ path: String) throws {
        self.path = path
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let status = chandler_inflate_init_gzip(stream)
        guard status == Z_OK else {
            throw WarehouseError(.badData, "unpack \(path.inQuotes): zlib said \(status)")
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        input.deallocate()
    }

    /// Puts bytes in front that were read already.
    func prepend(_ bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count <= input.count, "Invariant: what was read fits")
        input.copyMemory(from: bytes)
        (begin, end) = (0, bytes.count)
    }

    /// Unpacks some bytes; 0 at the end of the last member.
    func read(
        into room: UnsafeMutableRawBufferPointer,
        more: (UnsafeMutableRawBufferPointer) throws -> Int
    ) throws -> Int {
        while true {
            if begin == end {
                (begin, end) = (0, try more(input))
                if end == 0 {
                    if isInsideMember { throw fault("the file ends inside a gzip member") }
                    return 0
                }
            }
            if !isInsideMember {
                // Another member may follow, or the zeros that fill up a tape's last block.
                while begin < end, input[begin] == 0 { begin += 1 }
                if begin == end { continue }
                inflateReset(stream)
                isInsideMember = true
            }
            let produced = try inflatePiece(room)
            if produced > 0 { return produced }
        }
    }

    private func inflatePiece(_ room: UnsafeMutableRawBufferPointer) throws -> Int {
        let base = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.next_in = base.map { $0 + begin }
        stream.pointee.avail_in = UInt32(end - begin)
        stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
        let size = min(room.count, 1 << 30)
        stream.pointee.avail_out = UInt32(size)
        let status = inflate(stream, Z_NO_FLUSH)
        begin = end - Int(stream.pointee.avail_in)
        switch status {
        case Z_STREAM_END: isInsideMember = false
        case Z_OK, Z_BUF_ERROR: break
        default:
            throw fault(stream.pointee.msg.map { String(cString: $0) } ?? "zlib said \(status)")
        }
        return size - Int(stream.pointee.avail_out)
    }

    private func fault(_ words: String) -> WarehouseError {
        WarehouseError(.badData, "unpack \(path.inQuotes): \(words); nothing was kept")
    }
}
