/// Gives the bytes of a file that is held in memory.
public struct MemoryBytes: RandomAccessBytes, Sendable {
    private let bytes: [UInt8]

    /// Takes a whole file.
    ///
    /// - Parameter bytes: The file.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// How many bytes there are.
    public var byteCount: Int64 { Int64(bytes.count) }

    /// Fills a buffer with the bytes from `offset` on.
    ///
    /// - Parameters:
    ///   - offset: From 0; `offset` and the buffer's size stay within `byteCount`.
    ///   - buffer: Valid during the call only.
    public func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) {
        let start = Int(offset)
        bytes.withUnsafeBytes { bytes in
            buffer.copyMemory(
                from: UnsafeRawBufferPointer(rebasing: bytes[start...].prefix(buffer.count))
            )
        }
    }
}
