import ChandlerPostgres

/// Rows that broke a rule lately and were set aside.
struct RejectsExamination: Examination {
    let subject = Subject("rejects", "rejected rows")

    /// The newest rows stand at the table's end; what lies before 16 MB of them is not read.
    private static let pages: Int64 = 2_000

    func examine(_ patient: Patient) throws -> Examined {
        guard try patient.has("ingest_rejects") else { return Examined() }
        let pages = try patient.rows("SELECT pg_relation_size('ingest_rejects') / 8192").firstRow()
            .int64(0)
        let days = patient.thresholds.rejectDays
        let rows = try patient.rows(
            """
            SELECT rule, count(*), max(reason), min(symbol) FROM ingest_rejects
            WHERE ctid >= $1::text::tid
                AND fetched_at > clock_timestamp() - make_interval(secs => $2::float8)
            GROUP BY rule ORDER BY 2 DESC, 1
            """,
            [.text("(\(max(pages - Self.pages, 0)),0)"), .seconds(days * 86_400)]
        )
        let count = try rows.reduce(0) { $0 + (try $1.int64(1)) }
        let rules = try rows.map { "\(try $0.text(0)) (\(try $0.int64(1)))" }
        let span = "in the last \(Figure.tenths(days)) days"
        return Examined(
            subject.finding(
                count == 0 ? .healthy : .warning,
                count == 0
                    ? "none \(span)"
                    : "\(Figure.plural(count, "row")) broke a rule \(span): \(Figure.list(rules))",
                ["rows": .int(count), "days": .number(days), "rules": .texts(rules)],
                remedy: "read why; rows that the venue has mended come with --refetch",
                command: "chandler db psql -- -c \"SELECT fetched_at, venue, symbol, rule, reason "
                    + "FROM ingest_rejects ORDER BY fetched_at DESC LIMIT 20\""
            ),
            [Metric("chandler_recent_rejects", "Rows rejected lately.", Double(count))]
        )
    }
}
