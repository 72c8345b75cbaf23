import ChandlerParquet

/// Formats and compresses pieces with memory of its own; one a thread.
///
/// Level 1 of zlib, because the digits of indicators hardly compress: level 6 takes five times as
/// long for files that are a twelfth smaller.
final class CSVWorker {
    private let encoder: GzipPieceEncoder
    private var lines = CSVLines()

    init() throws(ParquetError) { encoder = try GzipPieceEncoder(level: 1) }

    func encode(_ piece: CSVPiece) -> Result<CSVPiece.Encoded, ParquetError> {
        do throws(ParquetError) {
            var bytes = piece.takeRoom()
            // Most lines compress to less than half.
            bytes.reserveCapacity(piece.table.count * lines.typicalLength(of: piece) / 2)
            try lines.write(piece) { text throws(ParquetError) in
                try encoder.compress(text, into: &bytes)
            }
            let checksum = try encoder.finish(into: &bytes)
            return .success(CSVPiece.Encoded(bytes: bytes, checksum: checksum))
        } catch {
            return .failure(error)
        }
    }
}
