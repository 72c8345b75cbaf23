import ChandlerPostgres

/// SHA-256 over rows in the form of a binary COPY: what a table and a file are compared by.
///
/// First the columns' names, then of each row, in the order of the primary key, every field as its
/// length (four bytes, big-endian; -1 for NULL) and its bytes on the wire.
final class RowsDigest {
    private let sum = RunningSum()
    private var buffer = RawWriter(capacity: RowsDigest.bufferSize + 65_536)
    private var scratch = RawWriter(capacity: 1 << 16)
    private static let bufferSize = 1 << 18

    /// How many rows were added.
    private(set) var rows = 0

    init(_ columns: [ArchivedColumn]) {
        for column in columns { sum.add(column.name + "\0") }
    }

    /// Adds a row of the server's.
    func add(_ row: borrowing BinaryCopyRow) throws {
        for field in 0..<row.count {
            if row.isNull(field) {
                appendLength(-1)
            } else {
                try row.withBytes(field) { append($0) }
            }
        }
        endRow()
    }

    /// Adds a row of a file's.
    func add(_ row: Int, of columns: [ColumnValues]) {
        for column in columns {
            scratch.removeAll()
            guard column.write(row, to: &scratch) else {
                appendLength(-1)
                continue
            }
            appendLength(Int32(truncatingIfNeeded: scratch.count))
            scratch.withUnsafeBytes { buffer.append(bytes: $0) }
        }
        endRow()
    }

    /// Ends the digest; to be called once.
    func finish() -> String {
        empty()
        return sum.finish()
    }

    private func append(_ bytes: UnsafeRawBufferPointer) {
        appendLength(Int32(truncatingIfNeeded: bytes.count))
        buffer.append(bytes: bytes)
    }

    private func appendLength(_ length: Int32) {
        withUnsafeBytes(of: length.bigEndian) { buffer.append(bytes: $0) }
    }

    private func endRow() {
        rows += 1
        if buffer.count >= RowsDigest.bufferSize { empty() }
    }

    private func empty() {
        buffer.withUnsafeBytes { sum.add($0) }
        buffer.removeAll()
    }
}
