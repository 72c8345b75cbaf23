internal import CZlib

/// Compresses pieces of one gzip member, each on its own, so that several threads can share it.
///
/// A piece ends at a whole byte and refers to nothing before it: the bytes of all pieces, one
/// after another between ``GzipMember/header`` and ``GzipMember/trailer``, are one ordinary member.
/// They depend on the pieces' content alone, not on who compressed them. Use one encoder a thread.
///
/// **Source:** RFC 1951, section 3.2.4; the empty stored block at the end is zlib's sync flush.
public final class GzipPieceEncoder {
    private let stream: DeflateStream
    private var checksum = GzipChecksum()

    /// Takes memory for one stream (about 256 KiB).
    ///
    /// - Parameter level: 0 (stored) to 9 (smallest).
    /// - Throws: ``ParquetError`` with code `invalidOption` or `compressionFailed`.
    public init(level: Int) throws(ParquetError) {
        stream = try DeflateStream(level: level, form: .blocks)
    }

    /// Compresses more of the piece and appends what is ready.
    ///
    /// - Parameters:
    ///   - bytes: Valid during the call only.
    ///   - output: Gets compressed bytes appended, possibly none.
    /// - Throws: ``ParquetError`` with code `compressionFailed`.
    public func compress(
        _ bytes: UnsafeRawBufferPointer,
        into output: inout [UInt8]
    ) throws(ParquetError) {
        checksum.add(bytes)
        try stream.append(bytes) { output.append(contentsOf: $0) }
    }

    /// Ends the piece; the next input begins another.
    ///
    /// - Parameter output: Gets the rest of the compressed bytes appended.
    /// - Returns: The checksum of the piece's content.
    /// - Throws: ``ParquetError`` with code `compressionFailed`.
    public func finish(into output: inout [UInt8]) throws(ParquetError) -> GzipChecksum {
        try stream.finish { output.append(contentsOf: $0) }
        defer { checksum = GzipChecksum() }
        return checksum
    }
}

/// CRC-32 and length of some bytes, which can be put together from those of their parts.
public struct GzipChecksum: Sendable, Hashable {
    /// The CRC-32 as gzip defines it.
    public private(set) var crc: UInt32 = 0
    /// The number of bytes.
    public private(set) var length = 0

    /// That of no bytes.
    public init() {}

    /// Takes in bytes that follow.
    public mutating func add(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        let start = base.assumingMemoryBound(to: UInt8.self)
        crc = UInt32(truncatingIfNeeded: crc32_z(UInt(crc), start, bytes.count))
        length += bytes.count
    }

    /// Takes in the checksum of bytes that follow.
    public mutating func add(_ next: GzipChecksum) {
        crc = UInt32(truncatingIfNeeded: crc32_combine(UInt(crc), UInt(next.crc), next.length))
        length += next.length
    }
}

/// What stands around the pieces of a gzip member.
///
/// **Source:** RFC 1952.
public enum GzipMember {
    /// Ten bytes: time 0, the mark of the fastest level, operating system 255 ("unknown").
    public static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 4, 255]

    /// An empty last block, the CRC-32 and the length modulo 2^32.
    ///
    /// - Parameter checksum: That of the content of all pieces.
    /// - Returns: Ten bytes.
    public static func trailer(_ checksum: GzipChecksum) -> [UInt8] {
        let words = [checksum.crc, UInt32(truncatingIfNeeded: checksum.length)]
        return [3, 0]
            + words.flatMap { word in withUnsafeBytes(of: word.littleEndian) { Array($0) } }
    }
}
