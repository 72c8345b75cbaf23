extension RandomAccessBytes {
    /// Appends bytes of the file, whose range was checked before.
    func append(
        _ count: Int,
        at offset: Int64,
        to buffer: inout ByteBuffer,
        _ part: @autoclosure () -> String
    ) throws(ParquetError) {
        try buffer.append(upTo: count) { start throws(ParquetError) in
            do {
                let target = UnsafeMutableRawBufferPointer(start: start, count: count)
                try read(at: offset, into: target)
            } catch {
                throw ParquetError(
                    .sourceFailed,
                    "read \(count) bytes at byte \(offset) of a Parquet file, \(part()): \(error)",
                    context: .init(offset: offset),
                    cause: error
                )
            }
            return count
        }
    }
}
