import ChandlerCore
import ChandlerPostgres

/// Series that are behind, and series whose indicators are.
struct SeriesExamination: Examination {
    let subject = Subject("series.stale", "stale series")

    private static let silent = Subject("series.silent", "silent series")
    private static let indicators = Subject("series.indicators", "stale indicators")

    func examine(_ patient: Patient) throws -> Examined {
        guard try patient.has("ingest_watermarks") else { return Examined() }
        let rows = try patient.rows(
            """
            SELECT venue, symbol, "interval", watermark, asked_until, stale_from IS NOT NULL
            FROM ingest_watermarks ORDER BY 1, 2, 3
            """
        )
        let labels = try rows.map {
            SeriesLabel(try $0.text(0), try $0.text(1), try $0.text(2))
        }
        let lags = try zip(rows, labels).map { row, label in
            SeriesLag(
                "\(label)",
                interval: label.interval,
                watermark: try row.time(3),
                askedUntil: try row.time(4),
                patient
            )
        }
        let outdated = try zip(rows, labels).filter { try $0.0.bool(5) }.map(\.1)
        return Examined(
            [stale(lags, labels), Self.silent(lags), Self.indicators(outdated)],
            metrics(lags, labels)
        )
    }

    private func stale(_ lags: [SeriesLag], _ labels: [SeriesLabel]) -> Finding {
        let stale = zip(lags, labels).filter { $0.0.isStale }
            .sorted { $0.0.unaskedSeconds > $1.0.unaskedSeconds }
        let behind = stale.map { $0.0.words }
        let catchUp = stale.first.map { lag, label in
            "chandler ingest \(label.options)"
                + (lag.watermark.map { " --from \($0.description)" } ?? "")
        }
        return subject.finding(
            stale.isEmpty ? .healthy : .warning,
            stale.isEmpty
                ? "none of \(lags.count)"
                : "\(stale.count) of \(lags.count) behind: \(Figure.list(behind))",
            [
                "series": .int(Int64(lags.count)), "stale": .texts(stale.map { "\($0.1)" }),
                "largest_lag_seconds": .number(lags.map(\.lagSeconds).max() ?? 0),
            ],
            remedy: "load what is new, by a timer",
            command: catchUp
        )
    }

    private static func silent(_ lags: [SeriesLag]) -> Finding {
        let names = lags.filter(\.isSilent).map(\.words)
        return silent.finding(
            names.isEmpty ? .healthy : .notice,
            names.isEmpty
                ? "none"
                : "\(names.count) asked for, without new candles: \(Figure.list(names))",
            ["silent": .texts(names)],
            remedy: "look whether the venue still trades the instrument"
        )
    }

    private static func indicators(_ labels: [SeriesLabel]) -> Finding {
        indicators.finding(
            labels.isEmpty ? .healthy : .notice,
            labels.isEmpty
                ? "none" : "of \(Figure.list(labels.map { "\($0)" })) await recomputation",
            ["series": .texts(labels.map { "\($0)" })],
            remedy: "the next load computes them"
        )
    }

    private func metrics(_ lags: [SeriesLag], _ labels: [SeriesLabel]) -> [Metric] {
        [
            Metric(
                "chandler_series_lag_seconds",
                "From the close of a series' last stored candle to now.",
                zip(lags, labels).map { .init($1.labels, $0.lagSeconds) }
            ),
            Metric(
                "chandler_series_watermark_timestamp_seconds",
                "Open time of a series' last stored candle, since 1970.",
                zip(lags, labels).compactMap { lag, label in
                    lag.watermark.map { .init(label.labels, Double($0.microseconds) / 1e6) }
                }
            ),
        ]
    }
}
