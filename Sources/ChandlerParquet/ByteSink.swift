/// Takes the bytes of a file in order; whoever writes a file somewhere implements it.
///
/// The Parquet writer calls it twice a page with up to a few MiB, so no further buffer is needed.
public protocol ByteSink: AnyObject {
    /// Appends bytes after all bytes of earlier calls.
    ///
    /// - Parameter bytes: Valid during the call only.
    /// - Throws: Any error; the writer reports it as `sinkFailed` and writes no more.
    func write(_ bytes: UnsafeRawBufferPointer) throws
}
