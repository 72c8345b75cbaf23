import ChandlerCore
import ChandlerPostgres

/// Series of pools that nobody asked for lately; a pool without trades is not behind.
struct PoolsExamination: Examination {
    let subject = Subject("pools.stale", "stale pools")

    func examine(_ patient: Patient) throws -> Examined {
        guard try patient.has("cubi.token_series") else { return Examined() }
        let rows = try patient.rows(
            """
            SELECT venue, network, pool, mint, "interval", watermark, upper(coverage)
            FROM cubi.token_series ORDER BY 1, 2, 3, 4, 5
            """
        )
        let pools = try rows.map { row in
            let lag = SeriesLag(
                "\(try row.text(0)) \(try row.text(1)) \(try row.text(2)) \(try row.text(4))",
                interval: try row.text(4),
                watermark: nil,
                askedUntil: try row.time(6) ?? (try row.time(5)),
                patient
            )
            return (row: row, lag: lag)
        }
        let stale = pools.filter(\.lag.isStale).sorted { $0.lag.lagSeconds > $1.lag.lagSeconds }
        let command = try stale.first.map { entry in
            "chandler ingest --venue \(try entry.row.text(0)) --network \(try entry.row.text(1)) "
                + "--pool \(try entry.row.text(2)) --interval \(try entry.row.text(4)) --from 7d"
        }
        return Examined(
            subject.finding(
                stale.isEmpty ? .healthy : .warning,
                stale.isEmpty
                    ? "none of \(pools.count)"
                    : "\(stale.count) of \(pools.count) behind: \(Figure.list(stale.map(\.lag.words)))",
                [
                    "pools": .int(Int64(pools.count)), "stale": .texts(stale.map(\.lag.name)),
                ],
                remedy: "load what is new, by a timer",
                command: command
            ),
            [try metric(pools)]
        )
    }

    private func metric(_ pools: [(row: PostgresRow, lag: SeriesLag)]) throws -> Metric {
        Metric(
            "chandler_pool_lag_seconds",
            "From the end of what was asked for of a pool to now.",
            try pools.map { row, lag in
                .init(
                    [
                        "venue": try row.text(0), "network": try row.text(1),
                        "pool": try row.text(2), "mint": try row.text(3),
                        "interval": try row.text(4),
                    ],
                    lag.lagSeconds
                )
            }
        )
    }
}
