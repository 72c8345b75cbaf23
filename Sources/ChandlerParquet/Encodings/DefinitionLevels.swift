/// Encodes which rows of a page have a value: level 1 where they do, 0 where they are null.
///
/// The form is that of data page version 1: four bytes with the length, then runs of width 1.
enum DefinitionLevels {
    /// Appends the levels of a page in which all rows, or none, have a value.
    static func appendUniform(_ level: UInt32, count: Int, to buffer: inout ByteBuffer) {
        appendWithLength(to: &buffer) { buffer in
            RunLengthHybrid.appendRun(of: level, count: count, width: 1, to: &buffer)
        }
    }

    /// Appends one level per row.
    static func append(_ levels: UnsafeBufferPointer<UInt32>, to buffer: inout ByteBuffer) {
        appendWithLength(to: &buffer) { buffer in
            RunLengthHybrid.append(levels, width: 1, to: &buffer)
        }
    }

    private static func appendWithLength(
        to buffer: inout ByteBuffer,
        _ write: (inout ByteBuffer) -> Void
    ) {
        let start = buffer.count
        buffer.append(littleEndian: UInt32(0))
        write(&buffer)
        // At most a few bytes per eight rows of one page: far below four GiB.
        buffer.overwrite(littleEndian: UInt32(buffer.count - start - 4), at: start)
    }
}
