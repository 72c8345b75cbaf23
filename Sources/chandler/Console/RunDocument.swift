import ChandlerCore
import ChandlerDatasets
import ChandlerPipeline

/// What a run did, as the JSON document of `--json` and of the ledger.
struct RunDocument: Encodable {
    struct Series: Encodable {
        let venue: String
        let symbol: String
        let interval: String
        let from: String?
        let to: String?
        let fetched: Int
        let inserted: Int
        let updated: Int
        let unchanged: Int
        /// Candles of the span that are in an archive and were left there.
        let archived: Int
        let archivedMonths: [String]
        /// Candles that were never fetched, and were not now, because archived rows follow them.
        let notFetched: Int
        let recomputed: Int
        let rejected: Int
        let gapsOpen: Int
        let gapsConfirmed: Int
        let missing: Int
        let watermark: String?
        /// Where the venue's history begins, when that is after the first moment asked for.
        let servedFrom: String?
        /// Why the series failed; of many series only, since that of one is the run's.
        let error: String?
        /// The series' own dataset; of many series only, since that of one is the run's.
        let dataset: Dataset?
    }

    struct Dataset: Encodable {
        struct Rows: Encodable {
            let train: Int
            let validation: Int
            let test: Int
        }

        let path: String
        let files: Int
        let bytes: Int64
        let rows: Rows
        let dropped: [String: Int]
    }

    struct Seconds: Encodable {
        let fetch: Double
        let indicators: Double
        let load: Double
        let dataset: Double
        let wall: Double
    }

    struct Requests: Encodable {
        let sent: Int
        let retried: Int
        let bytesReceived: Int
    }

    struct Archive: Encodable {
        let files: Int
        let absent: Int
        let refused: Int
        let firstRefusal: String?
        let differences: Int
        let filled: Int
        let rejected: Int
    }

    var runId: Int64?
    var status: String
    var exitCode: Int32
    var error: String?
    var series: [Series] = []
    var dataset: Dataset?
    var seconds: Seconds
    var requests: Requests
    var archive: Archive?
    var peakMemoryBytes = Memory.peakBytes
}

extension RunDocument.Series {
    init(_ entry: IngestOutcome.Series, isOne: Bool) {
        let report = entry.report
        self.init(
            venue: entry.series.venue,
            symbol: entry.series.symbol.text,
            interval: entry.series.interval.rawValue,
            from: report?.range.start.description,
            to: report?.range.end.description,
            fetched: report?.fetched ?? 0,
            inserted: report?.inserted ?? 0,
            updated: report?.updated ?? 0,
            unchanged: report?.unchanged ?? 0,
            archived: report?.archived ?? 0,
            archivedMonths: report?.archivedMonths.map(\.dashed) ?? [],
            notFetched: report?.notFetched ?? 0,
            recomputed: report?.recomputed ?? 0,
            rejected: report?.rejected ?? 0,
            gapsOpen: report?.gapsOpen ?? 0,
            gapsConfirmed: report?.gapsConfirmed ?? 0,
            missing: report?.missing ?? 0,
            watermark: report?.watermark?.description,
            servedFrom: report?.servedFrom?.description,
            error: isOne ? nil : entry.failure?.message,
            dataset: isOne ? nil : entry.dataset.map { RunDocument.Dataset($0) }
        )
    }
}

extension RunDocument.Dataset {
    init(_ report: DatasetReport) {
        self.init(
            path: report.directory,
            files: report.files.count,
            bytes: report.bytes,
            rows: Rows(
                train: report.rows[.train] ?? 0,
                validation: report.rows[.validation] ?? 0,
                test: report.rows[.test] ?? 0
            ),
            dropped: Dictionary(
                uniqueKeysWithValues: report.dropped.map { ($0.key.rawValue, $0.value) }
            )
        )
    }
}

extension RunDocument.Seconds {
    init(_ seconds: StageSeconds) {
        self.init(
            fetch: seconds.fetch,
            indicators: seconds.indicators,
            load: seconds.load,
            dataset: seconds.dataset,
            wall: seconds.wall
        )
    }
}

extension RunDocument.Archive {
    init(_ tally: ArchiveTally) {
        self.init(
            files: tally.files,
            absent: tally.absent,
            refused: tally.refused,
            firstRefusal: tally.firstRefusal,
            differences: tally.differences,
            filled: tally.filled,
            rejected: tally.rejected
        )
    }
}

extension RunDocument.Requests {
    init(_ counters: RequestCounters) {
        self.init(
            sent: counters.requests,
            retried: counters.retries,
            bytesReceived: counters.bytes
        )
    }
}
