import ChandlerCore
import ChandlerPostgres

/// Enters what was not stored of tokens and pools into `ingest_rejects`.
///
/// `symbol` holds the address, empty where it could not be read; the whole row is in `payload`.
struct TokenRejectWriter {
    /// What stands in `interval` for a snapshot, which has none.
    private static let snapshot = "snapshot"
    /// An index entry has an end; whoever sends longer addresses sends nonsense.
    private static let longestAddress = 128

    let connection: PostgresConnection
    let runID: Int64

    /// Enters what is wrong with snapshots.
    func write(_ rejects: [TokenReject]) throws {
        guard !rejects.isEmpty else { return }
        let now = try connection.query("SELECT transaction_timestamp()").firstRow().time(0)
        for reject in rejects {
            let origin = PageOrigin(host: reject.source, path: "", fetchedAt: now)
            try write(
                RejectEntry(row: reject.row, origin: origin),
                [
                    .text(shown(reject.mint ?? "")), .text(Self.snapshot),
                    .text(reject.source.withoutNUL),
                ]
            )
        }
    }

    /// Enters what is wrong with a pool's candles.
    func write(_ rejects: [RejectEntry], of series: PoolSeriesID) throws {
        for entry in rejects {
            try write(
                entry,
                [
                    .text(shown(series.pool.address)), .text(series.interval.rawValue),
                    .text(series.venue),
                ]
            )
        }
    }

    private func shown(_ address: String) -> String {
        String(String.UnicodeScalarView(address.unicodeScalars.prefix(Self.longestAddress)))
            .withoutNUL
    }

    private func write(_ entry: RejectEntry, _ key: [PostgresParameter]) throws {
        try connection.query(
            """
            INSERT INTO ingest_rejects (symbol, "interval", venue, open_time, rule, reason,
                payload, host, path, fetched_at, run_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING
            """,
            key + [
                .time(entry.row.openTime.flatMap { TokenRow.years.contains($0) ? $0 : nil }),
                .text(entry.row.rule),
                .text(entry.row.reason.withoutNUL), .text(entry.row.payload.withoutNUL),
                .text(entry.origin.host), .text(entry.origin.path),
                .time(entry.origin.fetchedAt), .int64(runID),
            ]
        )
    }
}
