import ChandlerCore
import ChandlerPostgres

/// Reads the gaps to list: the open ones first, then the newest.
struct GapReader {
    let ledger: LedgerReader

    func read() throws -> GapList {
        var list = GapList()
        let totals = try ledger.connection.query(
            """
            SELECT count(*), count(*) FILTER (WHERE status = 'open'),
                coalesce(sum(missing), 0)::bigint,
                coalesce(sum(missing) FILTER (WHERE gap_start > watermark), 0)::bigint
            FROM ingest_gaps LEFT JOIN ingest_watermarks USING (venue, symbol, "interval")
            WHERE \(LedgerReader.condition)
            """,
            ledger.parameters
        ).firstRow()
        list.count = Int(try totals.int64(0))
        list.openCount = Int(try totals.int64(1))
        list.missing = Int(try totals.int64(2))
        list.missingBeyond = Int(try totals.int64(3))
        let rows = try ledger.connection.query(
            """
            SELECT venue, symbol, "interval", gap_start, gap_end, missing, status, reason
            FROM ingest_gaps WHERE \(LedgerReader.condition)
            ORDER BY status = 'open' DESC, gap_start DESC, venue, symbol, "interval" LIMIT $4
            """,
            ledger.parameters + [.int64(Int64(ledger.options.gaps))]
        )
        for row in rows {
            let isOpen = try row.text(6) == Gap.Status.open.rawValue
            list.entries.append(
                GapList.Entry(
                    series: try SeriesID(row),
                    gap: Gap(
                        range: TimeRange(try row.moment(3), try row.moment(4)),
                        missing: Int(try row.int64(5)),
                        status: isOpen ? .open : .confirmed,
                        reason: try row.textIfPresent(7).flatMap { MissingCandle(rawValue: $0) }
                    )
                )
            )
        }
        return list
    }
}
