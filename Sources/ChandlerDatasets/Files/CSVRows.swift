import ChandlerCore
import ChandlerParquet

/// Writes rows as gzipped CSV: a header line, then one line per row as ``CSVLines`` makes it.
///
/// The file is one gzip member. Its pieces, one per table, are made by the threads of a crew and
/// written here in their order, so the bytes do not depend on the threads.
final class CSVRows: RowEncoder {
    private let series: SeriesID
    private let file: StagedFile
    private let resources: EncoderResources
    private let crew: CSVCrew
    private let lineStart: [UInt8]
    private var header: String?
    /// Pieces that are not written yet, in file order.
    private var pending: [CSVPiece] = []
    private var checksum = GzipChecksum()

    init(
        series: SeriesID,
        options: DatasetOptions,
        file: StagedFile,
        resources: EncoderResources
    ) throws(DatasetError) {
        self.series = series
        self.file = file
        self.resources = resources
        crew = try resources.csvCrew()
        lineStart = Array("\(series.venue),\(series.symbol),\(series.interval.rawValue),".utf8)
        header = options.columns.map(\.name).joined(separator: ",") + "\n"
        try write(GzipMember.header)
    }

    func write(_ table: inout RowTable) throws(DatasetError) {
        var rows = resources.takeTable(like: table)
        swap(&rows, &table)
        let piece = CSVPiece(
            table: rows,
            frame: CSVFrame(header: header.take(), lineStart: lineStart),
            room: resources.takeRoom()
        )
        crew.submit(piece)
        pending.append(piece)
        while let first = pending.first, pending.count > crew.limit || crew.isDone(first) {
            try writeFirst()
        }
    }

    func finish() throws(DatasetError) {
        while !pending.isEmpty { try writeFirst() }
        try write(GzipMember.trailer(checksum))
    }

    private func writeFirst() throws(DatasetError) {
        let piece = pending.removeFirst()
        crew.wait(for: piece)
        switch piece.result.take() {
        case .success(let encoded):
            try write(encoded.bytes)
            checksum.add(encoded.checksum)
            resources.giveBack(room: encoded.bytes)
        case .failure(let error): throw .encoding(error, series)
        case nil: preconditionFailure("Invariant: a piece that was waited for has a result")
        }
        resources.giveBack(piece.takeTable())
    }

    private func write(_ bytes: [UInt8]) throws(DatasetError) {
        var failure: DatasetError?
        bytes.withUnsafeBytes { bytes in
            do throws(DatasetError) {
                try file.write(bytes)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }
}
