/// Compresses a stream of bytes to gzip, piece by piece, with the same result at any time.
///
/// After ``finish(into:)`` the encoder may be used again and then begins a new gzip member;
/// members written one after another are one valid gzip file.
///
/// **Source:** RFC 1952; the header has time 0 and operating system 255.
public final class GzipEncoder {
    private let stream: DeflateStream

    /// Takes memory for one stream (about 256 KiB).
    ///
    /// - Parameter level: 0 (stored) to 9 (smallest); 1 is about five times faster than 6.
    /// - Throws: ``ParquetError`` with code `invalidOption` or `compressionFailed`.
    public init(level: Int) throws(ParquetError) { stream = try DeflateStream(level: level) }

    /// Compresses more bytes and appends what is ready; part of it stays inside for later.
    ///
    /// - Parameters:
    ///   - bytes: Valid during the call only.
    ///   - output: Gets compressed bytes appended, possibly none.
    /// - Throws: ``ParquetError`` with code `compressionFailed`.
    public func compress(
        _ bytes: UnsafeRawBufferPointer,
        into output: inout [UInt8]
    ) throws(ParquetError) {
        try stream.append(bytes) { output.append(contentsOf: $0) }
    }

    /// Compresses more bytes of an array and appends what is ready.
    ///
    /// - Parameters:
    ///   - bytes: Input of any length.
    ///   - output: Gets compressed bytes appended, possibly none.
    /// - Throws: ``ParquetError`` with code `compressionFailed`.
    public func compress(
        _ bytes: [UInt8],
        into output: inout [UInt8]
    ) throws(ParquetError) {
        try withPointer(to: bytes) { pointer throws(ParquetError) in
            try stream.append(UnsafeRawBufferPointer(pointer)) { output.append(contentsOf: $0) }
        }
    }

    /// Ends the gzip member: appends the rest with checksum and length.
    ///
    /// - Parameter output: Gets compressed bytes appended.
    /// - Throws: ``ParquetError`` with code `compressionFailed`.
    public func finish(into output: inout [UInt8]) throws(ParquetError) {
        try stream.finish { output.append(contentsOf: $0) }
    }
}
