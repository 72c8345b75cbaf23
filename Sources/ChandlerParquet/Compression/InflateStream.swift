import CZlib

/// Owns one zlib stream that reads gzip members.
final class InflateStream {
    // zlib keeps the address, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)

    init() throws(ParquetError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let status = chandler_inflate_init_gzip(stream)
        guard status == Z_OK else { throw .zlib("start to read gzip", status, stream.pointee.msg) }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        piece.deallocate()
    }

    /// Appends the content of all members in `input`.
    func decompress(
        _ input: UnsafeRawBufferPointer,
        limit: Int,
        into output: inout [UInt8]
    ) throws(ParquetError) {
        var position = 0
        repeat {
            position = try member(input, from: position, limit: limit, into: &output)
        } while position < input.count && !input[position...].allSatisfy { $0 == 0 }
    }

    /// Reads one member and returns the position behind it.
    private func member(
        _ input: UnsafeRawBufferPointer,
        from start: Int,
        limit: Int,
        into output: inout [UInt8]
    ) throws(ParquetError) -> Int {
        inflateReset(stream)
        var position = start
        while true {
            let (status, taken) = inflatePiece(input, from: position)
            position += taken
            let produced = piece.count - Int(stream.pointee.avail_out)
            guard output.count + produced <= limit else { throw Self.limitExceeded(limit) }
            output.append(contentsOf: piece[..<produced])
            if status == Z_STREAM_END { return position }
            guard status == Z_OK else { throw invalid(status, input.count, at: position) }
        }
    }

    /// Fills a buffer with the content of all members in `input`, which must be just as long.
    ///
    /// - Returns: Nothing where all went well, else what is wrong.
    func fill(
        _ target: UnsafeMutableRawBufferPointer,
        from input: UnsafeRawBufferPointer
    ) -> String? {
        guard let limit = UInt32(exactly: input.count), let room = UInt32(exactly: target.count)
        else { return "it is larger than a page can be" }
        // zlib's interface lacks const here; it only reads the input.
        let start = UnsafeMutableRawPointer(mutating: input.baseAddress)
        stream.pointee.next_in = start?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = limit
        stream.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = room
        repeat {
            inflateReset(stream)
            let status = inflate(stream, Z_FINISH)
            guard status == Z_STREAM_END else {
                return "zlib said \(ParquetError.zlibWords(status, stream.pointee.msg))"
            }
        } while stream.pointee.avail_in > 0
        let rest = Int(stream.pointee.avail_out)
        return rest == 0 ? nil : "it unpacks to \(target.count - rest) bytes"
    }

    private func inflatePiece(
        _ input: UnsafeRawBufferPointer,
        from position: Int
    ) -> (status: Int32, taken: Int) {
        // zlib counts input in 32 bits.
        let part = UnsafeRawBufferPointer(rebasing: input[position...].prefix(1 << 30))
        // zlib's interface lacks const here; it only reads the input.
        let start = UnsafeMutableRawPointer(mutating: part.baseAddress)
        stream.pointee.next_in = start?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(part.count)
        stream.pointee.next_out = piece.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(piece.count)
        let status = inflate(stream, Z_NO_FLUSH)
        return (status, part.count - Int(stream.pointee.avail_in))
    }

    private func invalid(_ status: Int32, _ size: Int, at position: Int) -> ParquetError {
        let words = ParquetError.zlibWords(status, stream.pointee.msg)
        // Without more input zlib can go no further, and says so with Z_BUF_ERROR.
        let reason =
            status == Z_BUF_ERROR ? "the stream ends inside a member" : "zlib said \(words)"
        return ParquetError(
            .invalidGzip,
            "decompress \(size) bytes of gzip: at byte \(position) \(reason); nothing was kept"
        )
    }

    private static func limitExceeded(_ limit: Int) -> ParquetError {
        ParquetError(
            .gzipLimitExceeded,
            "decompress gzip: the content is larger than the limit of \(limit) bytes; "
                + "nothing was kept"
        )
    }
}
