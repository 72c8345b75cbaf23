import CZlib

/// The content of a ZIP's member, inflated piece by piece and checked at its end.
///
/// Valid while the file's bytes are borrowed. Holds what zlib needs, about 40 KiB, and closes it
/// when it is dropped.
///
/// **Source:** zlib manual, `inflate`; RFC 1951.
final class ZipStream {
    private let member: ZipMember
    private let stream: UnsafeMutablePointer<z_stream>
    private var crc: UInt = 0
    private var produced = 0
    private var hasEnded = false

    /// Begins before the first byte.
    ///
    /// - Parameters:
    ///   - member: The member, whose headers were checked against these bytes.
    ///   - bytes: The whole file.
    /// - Throws: ``ZipFault`` where zlib has no memory.
    init(_ member: ZipMember, in bytes: UnsafeRawBufferPointer) throws(ZipFault) {
        self.member = member
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // A negative number of window bits asks for deflate without a wrapper.
        let status = inflateInit2_(
            stream,
            -15,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)
        )
        guard status == Z_OK else {
            stream.deallocate()
            throw .unsupported("zlib did not start, status \(status)")
        }
        let content = UnsafeRawBufferPointer(
            rebasing: bytes[member.offset..<member.offset + member.compressedCount]
        )
        stream.pointee.next_in = UnsafeMutablePointer(
            mutating: content.bindMemory(to: UInt8.self).baseAddress
        )
        stream.pointee.avail_in = UInt32(content.count)
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Fills memory with the next bytes; what came before is the caller's.
    ///
    /// - Returns: How many bytes; 0 at the end, when size and CRC-32 were found right.
    /// - Throws: ``ZipFault`` where the content is damaged; what was handed out is not to be used.
    func read(into memory: UnsafeMutableRawBufferPointer) throws(ZipFault) -> Int {
        guard !hasEnded, let base = memory.baseAddress, memory.count > 0 else { return 0 }
        let room = min(memory.count, 1 << 30)
        let count = try member.isDeflated ? inflated(base, room) : copied(base, room)
        produced += count
        guard produced <= member.count else {
            throw .bomb("more than the \(member.count) bytes that it says")
        }
        crc = crc32_z(crc, base.assumingMemoryBound(to: UInt8.self), count)
        if count == 0 || hasEnded { try checkEnd() }
        return count
    }

    private func inflated(_ base: UnsafeMutableRawPointer, _ room: Int) throws(ZipFault) -> Int {
        stream.pointee.next_out = base.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(room)
        let status = inflate(stream, Z_NO_FLUSH)
        switch status {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: hasEnded = true
        default:
            let words = stream.pointee.msg.map { String(cString: $0) } ?? "no words"
            throw .damaged("zlib status \(status) (\(words)) after \(produced) bytes")
        }
        return room - Int(stream.pointee.avail_out)
    }

    private func copied(_ base: UnsafeMutableRawPointer, _ room: Int) -> Int {
        let count = min(room, Int(stream.pointee.avail_in))
        if let source = stream.pointee.next_in {
            base.copyMemory(from: source, byteCount: count)
            stream.pointee.next_in = source + count
        }
        stream.pointee.avail_in -= UInt32(count)
        hasEnded = stream.pointee.avail_in == 0
        return count
    }

    private func checkEnd() throws(ZipFault) {
        guard hasEnded else { throw .truncated("its content ends after \(produced) bytes") }
        guard stream.pointee.avail_in == 0 else {
            throw .malformed("\(stream.pointee.avail_in) bytes follow the end of its content")
        }
        guard produced == member.count else {
            throw .damaged("\(produced) bytes, its directory says \(member.count)")
        }
        guard UInt32(truncatingIfNeeded: crc) == member.crc else {
            throw .damaged("the CRC-32 of its content is not that of its directory")
        }
    }
}
