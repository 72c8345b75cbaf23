import CLibcrypto
import CZlib

/// Makes a ZIP of one file, and the digests that are published of it.
enum ArchiveZip {
    /// A ZIP with one deflated member.
    ///
    /// - Parameters:
    ///   - content: What the member holds.
    ///   - name: Its name.
    /// - Returns: The bytes of the file, the same at any time.
    static func file(_ content: [UInt8], named name: String) -> [UInt8] {
        let data = deflated(content)
        let crc = Int(crc32_z(0, content, content.count))
        // Version 2.0, no flags, deflate, and midnight of the first day there is.
        let common =
            short(20) + short(0) + short(8) + short(0) + short(0x21) + long(crc)
            + long(data.count) + long(content.count) + short(name.utf8.count) + short(0)
        let text = Array(name.utf8)
        var file = long(0x0403_4B50) + common + text + data
        let start = file.count
        file += long(0x0201_4B50) + short(20) + common
        file += short(0) + short(0) + short(0) + long(0) + long(0) + text
        let length = file.count - start
        file += long(0x0605_4B50) + short(0) + short(0) + short(1) + short(1)
        return file + long(length) + long(start) + short(0)
    }

    /// The SHA-256 of bytes in hexadecimal digits.
    static func sha256(_ bytes: [UInt8]) -> String { digest(bytes, EVP_sha256()) }

    /// The MD5 of bytes in hexadecimal digits, which S3 gives as the ETag of an object.
    static func md5(_ bytes: [UInt8]) -> String { digest(bytes, EVP_md5()) }

    private static func digest(_ bytes: [UInt8], _ kind: OpaquePointer?) -> String {
        var digest = [UInt8](repeating: 0, count: 64)
        var count: UInt32 = 0
        let status = EVP_Digest(bytes, bytes.count, &digest, &count, kind, nil)
        precondition(status == 1, "Invariant: OpenSSL has SHA-256 and MD5")
        return digest.prefix(Int(count)).reduce(into: "") { text, byte in
            text += byte < 16 ? "0" : ""
            text += String(byte, radix: 16)
        }
    }

    private static func deflated(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        // A negative number of window bits asks for deflate without a wrapper.
        let status = deflateInit2_(
            &stream,
            1,
            Z_DEFLATED,
            -15,
            8,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)
        )
        precondition(status == Z_OK, "Invariant: zlib starts, was status \(status)")
        defer { deflateEnd(&stream) }
        let bound = Int(deflateBound(&stream, UInt(bytes.count)))
        return [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            bytes.withUnsafeBufferPointer { input in
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                let status = deflate(&stream, Z_FINISH)
                precondition(
                    status == Z_STREAM_END,
                    "Invariant: the bound holds, was status \(status)"
                )
                count = output.count - Int(stream.avail_out)
            }
        }
    }

    private static func short(_ value: Int) -> [UInt8] {
        [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
    }

    private static func long(_ value: Int) -> [UInt8] { short(value) + short(value >> 16) }
}
