import CZlib
import NIOCore

/// A compression a client may ask for.
enum ContentCoding: String, Sendable, Hashable {
    case gzip
    case deflate

    /// The coding an `Accept-Encoding` header asks for; gzip where both are wanted.
    init?(accepting header: String?) {
        guard let header else { return nil }
        let wanted = header.split(separator: ",").compactMap { item -> String? in
            let parts = item.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
            let isRefused = parts.dropFirst().contains { $0 == "q=0" || $0 == "q=0.0" }
            return isRefused ? nil : parts.first
        }
        if wanted.contains("gzip") {
            self = .gzip
        } else if wanted.contains("deflate") {
            self = .deflate
        } else {
            return nil
        }
    }

    /// A body in this coding, compressed as quickly as zlib can.
    func encoded(_ body: ByteBuffer) -> ByteBuffer {
        var stream = z_stream()
        // 15 window bits; +16 asks for a gzip wrapper in place of the zlib one.
        let window: Int32 = self == .gzip ? 31 : 15
        let status = deflateInit2_(
            &stream,
            1,
            Z_DEFLATED,
            window,
            8,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)
        )
        precondition(status == Z_OK, "Invariant: zlib starts, was status \(status)")
        defer { deflateEnd(&stream) }
        let bound = Int(deflateBound(&stream, UInt(body.readableBytes)))
        var result = ByteBufferAllocator().buffer(capacity: bound)
        body.withUnsafeReadableBytes { input in
            _ = result.writeWithUnsafeMutableBytes(minimumWritableBytes: bound) { output in
                stream.next_in = UnsafeMutablePointer(
                    mutating: input.bindMemory(to: UInt8.self).baseAddress
                )
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.bindMemory(to: UInt8.self).baseAddress
                stream.avail_out = UInt32(output.count)
                let status = CZlib.deflate(&stream, Z_FINISH)
                precondition(
                    status == Z_STREAM_END,
                    "Invariant: the bound holds, was status \(status)"
                )
                return output.count - Int(stream.avail_out)
            }
        }
        return result
    }
}
