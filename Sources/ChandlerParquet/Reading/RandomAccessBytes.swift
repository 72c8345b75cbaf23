/// Gives bytes of a file from any place; whoever keeps files somewhere implements it.
public protocol RandomAccessBytes {
    /// How many bytes there are; it does not change.
    var byteCount: Int64 { get }

    /// Fills a buffer with the bytes from `offset` on.
    ///
    /// - Parameters:
    ///   - offset: From 0; `offset` and the buffer's size stay within `byteCount`.
    ///   - buffer: Valid during the call only; it is to be filled wholly.
    /// - Throws: Any error, also where the bytes end before the buffer is full; the reader reports
    ///   it as `sourceFailed`.
    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws
}
