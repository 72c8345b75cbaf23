import ChandlerCore
import ChandlerParquet

/// What the encoders of a dataset's files keep from file to file, taken when it is first needed.
final class EncoderResources {
    private let options: DatasetOptions
    private var parquet: ParquetWorkspace?
    private var crew: CSVCrew?
    /// Prices and volumes as doubles, one array per column.
    var doubles: [[Double]] = Array(repeating: [], count: 5)
    /// Tables whose rows were written, for others to fill.
    private var spareTables: [RowTable] = []
    /// Memory of compressed bytes that were written.
    private var spareRooms: [[UInt8]] = []

    init(options: DatasetOptions) { self.options = options }

    func parquetWorkspace() throws(ParquetError) -> ParquetWorkspace {
        if let parquet { return parquet }
        let made = try ParquetWorkspace(
            options: ParquetOptions(
                createdBy: "chandler version \(options.programVersion)",
                compression: options.format == .parquetGzip ? .gzip(level: 6) : .zstd(level: 3)
            )
        )
        parquet = made
        return made
    }

    func csvCrew() throws(DatasetError) -> CSVCrew {
        if let crew { return crew }
        let made = try CSVCrew()
        crew = made
        return made
    }

    /// An empty table in place of one that is handed on.
    func takeTable(like table: RowTable) -> RowTable {
        spareTables.popLast()
            ?? RowTable(
                featureCount: table.features.count,
                horizonCount: table.labels.horizons.count
            )
    }

    func giveBack(_ table: consuming RowTable) {
        table.removeAll()
        spareTables.append(table)
    }

    func takeRoom() -> [UInt8] { spareRooms.popLast() ?? [] }

    func giveBack(room: [UInt8]) { spareRooms.append(room) }

    /// Lets threads and memory go.
    func close() {
        crew = nil
        parquet = nil
        spareTables = []
        spareRooms = []
    }
}
