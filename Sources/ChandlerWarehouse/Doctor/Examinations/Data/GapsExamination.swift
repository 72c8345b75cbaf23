import ChandlerCore
import ChandlerPostgres

/// Spans that should hold candles, do not, and were not explained by the venue.
struct GapsExamination: Examination {
    let subject = Subject("gaps", "open gaps")

    func examine(_ patient: Patient) throws -> Examined {
        guard try patient.has("ingest_gaps") else { return Examined() }
        let rows = try patient.rows(
            """
            SELECT w.venue, w.symbol, w."interval", coalesce(g.gaps, 0), coalesce(g.missing, 0),
                g.gap_start
            FROM ingest_watermarks AS w LEFT JOIN (
                SELECT symbol, "interval", venue, count(*) AS gaps, sum(missing) AS missing,
                    min(gap_start) AS gap_start
                FROM ingest_gaps WHERE status = 'open' GROUP BY 1, 2, 3
            ) AS g USING (symbol, "interval", venue)
            ORDER BY 5 DESC, 1, 2, 3
            """
        )
        let series = try rows.map { row in
            SeriesGaps(
                label: SeriesLabel(try row.text(0), try row.text(1), try row.text(2)),
                gaps: try row.int64(3),
                missing: try row.int64(4),
                start: try row.time(5)?.description ?? ""
            )
        }
        return Examined(judge(series.filter { $0.gaps > 0 }), metrics(series))
    }

    private struct SeriesGaps {
        let label: SeriesLabel
        let gaps: Int64
        let missing: Int64
        let start: String
    }

    private func judge(_ series: [SeriesGaps]) -> Finding {
        let gaps = series.reduce(0) { $0 + $1.gaps }
        let missing = series.reduce(0) { $0 + $1.missing }
        guard let worst = series.first else {
            return subject.healthy("none", ["gaps": .int(0), "missing_candles": .int(0)])
        }
        let names = series.map { "\($0.label) (\($0.missing))" }
        return subject.finding(
            .warning,
            "\(Figure.plural(gaps, "gap")), \(Figure.plural(missing, "candle")) missing: "
                + Figure.list(names),
            [
                "gaps": .int(gaps), "missing_candles": .int(missing),
                "series": .texts(series.map { "\($0.label)" }),
            ],
            remedy: "ask the venue for them again",
            command: "chandler ingest \(worst.label.options) --from \(worst.start)"
        )
    }

    private func metrics(_ series: [SeriesGaps]) -> [Metric] {
        [
            Metric(
                "chandler_series_open_gaps",
                "Open gaps of a series.",
                series.map { .init($0.label.labels, Double($0.gaps)) }
            ),
            Metric(
                "chandler_series_missing_candles",
                "Candles missing in open gaps of a series.",
                series.map { .init($0.label.labels, Double($0.missing)) }
            ),
        ]
    }
}
