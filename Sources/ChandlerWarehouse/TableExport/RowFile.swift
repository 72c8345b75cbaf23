import ChandlerParquet
import ChandlerPostgres

/// A file that takes rows as they come from the server.
protocol RowFile: AnyObject {
    /// Whether the statement is to select every value as text.
    static var wantsText: Bool { get }
    /// Adds a row.
    func append(_ row: borrowing BinaryCopyRow) throws
    /// Writes what is left.
    func finish() throws
}

/// A file that appears when it is whole, with the sum of its bytes.
final class SummedFile: ByteSink {
    private let file: DurableFile
    private let sum = RunningSum()

    init(_ path: String) throws(WarehouseError) {
        file = try DurableFile(path)
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        sum.add(bytes)
        try file.write(bytes)
    }

    /// Gives the file its name.
    func publish() throws(WarehouseError) -> (bytes: Int, sha256: String) {
        try file.publish()
        return (sum.byteCount, sum.finish())
    }
}
