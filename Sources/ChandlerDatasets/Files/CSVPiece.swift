import ChandlerParquet

/// Some rows of a CSV file on their way to compressed bytes.
///
/// A thread reads `table` and `frame` while it works; `result` is guarded by the desk.
final class CSVPiece: @unchecked Sendable {
    /// What became of the rows.
    struct Encoded: Sendable {
        let bytes: [UInt8]
        let checksum: GzipChecksum
    }

    let frame: CSVFrame
    private(set) var table: RowTable
    /// Memory for the compressed bytes.
    private var room: [UInt8]
    var result: Result<Encoded, ParquetError>?

    init(table: RowTable, frame: CSVFrame, room: [UInt8] = []) {
        self.table = table
        self.room = room
        self.frame = frame
    }

    /// Gives the memory for the bytes to the thread that works on the piece.
    func takeRoom() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &room)
        taken.removeAll(keepingCapacity: true)
        return taken
    }

    /// Gives the table away once no thread reads it any more.
    func takeTable() -> RowTable {
        var taken = RowTable(featureCount: 0, horizonCount: 0)
        swap(&taken, &table)
        return taken
    }
}

/// What stands around the numbers of a piece.
struct CSVFrame: Sendable {
    /// The file's first line, for its first piece.
    let header: String?
    /// Venue, symbol and interval with their commas.
    let lineStart: [UInt8]
}
