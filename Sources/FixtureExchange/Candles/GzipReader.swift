import CZlib
import Glibc

/// Reads files that may be gzip, told by their first bytes and not by their name.
enum GzipReader {
    /// The content of a file, inflated where it is gzip.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - limit: Stop after about this many bytes of content, for a look at the beginning.
    /// - Returns: The bytes, at least `limit` of them where the file has so many.
    /// - Throws: ``FixtureExchangeError`` where the file cannot be read or is cut.
    static func content(
        of path: String,
        limit: Int = .max
    ) throws(FixtureExchangeError) -> [UInt8] {
        let stored = try bytes(of: path)
        guard stored.starts(with: [0x1f, 0x8b]) else { return stored }
        return try inflated(stored, path: path, limit: limit)
    }

    private static func bytes(of path: String) throws(FixtureExchangeError) -> [UInt8] {
        guard let file = fopen(path, "rb") else {
            throw FixtureExchangeError(
                .unreadableFile,
                "open candle file \(path): \(String(cString: strerror(errno))) (errno \(errno))"
            )
        }
        defer { fclose(file) }
        fseek(file, 0, SEEK_END)
        let size = ftell(file)
        rewind(file)
        guard size >= 0 else {
            throw FixtureExchangeError(.unreadableFile, "read \(path): it is not a plain file")
        }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = fread(buffer.baseAddress, 1, size, file)
        }
    }

    private static func inflated(
        _ stored: [UInt8],
        path: String,
        limit: Int
    ) throws(FixtureExchangeError) -> [UInt8] {
        var stream = z_stream()
        // 15 window bits, +16: a gzip wrapper.
        guard
            inflateInit2_(&stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else {
            throw FixtureExchangeError(.unreadableFile, "inflate \(path): zlib has no memory")
        }
        defer { inflateEnd(&stream) }
        var content: [UInt8] = []
        content.reserveCapacity(min(limit, sizeHint(stored)))
        var status = Z_OK
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        stored.withUnsafeBufferPointer { input in
            stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.avail_in = UInt32(clamping: input.count)
            while status == Z_OK, content.count < limit {
                chunk.withUnsafeMutableBufferPointer { output in
                    stream.next_out = output.baseAddress
                    stream.avail_out = UInt32(output.count)
                    status = inflate(&stream, Z_NO_FLUSH)
                    let written = output.count - Int(stream.avail_out)
                    content.append(contentsOf: UnsafeBufferPointer(rebasing: output[..<written]))
                }
                // A file may be several gzip members one after the other.
                if status == Z_STREAM_END, stream.avail_in > 0 { status = inflateReset(&stream) }
            }
        }
        guard status == Z_STREAM_END || content.count >= limit else {
            throw FixtureExchangeError(
                .badCandleFile,
                "inflate \(path): zlib status \(status) after \(content.count) bytes; "
                    + "the file is cut or is no gzip file"
            )
        }
        return content
    }

    /// The inflated size as the last four bytes tell it, kept within what deflate can reach.
    private static func sizeHint(_ stored: [UInt8]) -> Int {
        guard stored.count >= 18 else { return 0 }
        let told = stored.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        return min(told, stored.count * 1_032)
    }
}
