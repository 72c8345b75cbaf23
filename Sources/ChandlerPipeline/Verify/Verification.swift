public import ChandlerCore
import ChandlerIndicators
public import ChandlerStore

/// Proves that what is stored of a series is what its candles say.
///
/// All candles are read from the first one on, their indicators are computed anew and compared
/// with the stored text; the saved state and the ledger of gaps are compared with the rows. Months
/// that are archived are passed over: what follows them is computed from the state saved at their
/// end.
public struct Verification: Sendable {
    private let lane: StoreLane
    private let progress: any ProgressSink

    /// Prepares a verification; nothing is done yet.
    public init(lane: StoreLane, progress: any ProgressSink) {
        self.lane = lane
        self.progress = progress
    }

    /// Verifies one series.
    ///
    /// - Throws: ``PipelineError`` with code `nothingStored`, or `StoreError`.
    public func run(_ series: SeriesID) async throws -> VerificationReport {
        guard let record = try await lane.record(of: series) else {
            throw PipelineError(.nothingStored, "verify \(series): it is not stored")
        }
        let interval = series.interval
        let span = TimeRange(record.firstOpenTime, interval.close(of: record.watermark))
        progress.began("\(series)", expected: interval.count(in: span))
        var report = VerificationReport(series: series, range: span)
        if let staleFrom = record.staleFrom {
            report.note("indicators from \(staleFrom.compact) on await recomputation; run ingest")
        }
        let archive = ArchivedMonths(span, try await lane.archivedMonths(of: .marketData))
        report.archived = archive.months
        var engine: SeriesEngine? = SeriesEngine(try IndicatorSet(names: record.indicators))
        var position = span.start
        while position < span.end {
            try Task.checkCancellation()
            if let next = archive.end(at: position) {
                engine = try await archive.engine(of: record, at: next, lane)
                if engine == nil, next < span.end {
                    report.note(
                        "indicators from \(next.compact) on were not compared: the months before "
                            + "are archived and no state of their end is saved"
                    )
                }
                position = next
                continue
            }
            let chunk = StoredSpan.chunk(from: position, to: span.end, interval: interval)
            let rows = try await lane.rows(of: series, in: chunk)
            compare(rows, engine?.update(rows.map(\.candle)), &report)
            progress.fetched(rows.count)
            position = chunk.end
        }
        if let engine, report.rows > 0 { try await compareState(engine, &report) }
        try await compareLedger(record, archive, &report)
        if let words = archive.words { report.note(words) }
        return report
    }

    private func compare(
        _ rows: [StoredRow],
        _ computed: ComputedRows?,
        _ report: inout VerificationReport
    ) {
        let expected = computed?.loadable
        for (index, row) in rows.enumerated() {
            report.rows += 1
            if let rule = row.candle.violation(interval: report.series.interval) {
                report.add(VerificationFinding(row.candle.openTime, "candle", rule.words))
            }
            if computed == nil { continue }
            let text = expected?.json(row: index)
            if row.indicators.map(VerificationFinding.withoutSpaces) != text {
                report.add(
                    VerificationFinding(
                        row.candle.openTime,
                        stored: row.indicators,
                        computed: text
                    )
                )
            }
        }
    }

    private func compareState(
        _ engine: SeriesEngine,
        _ report: inout VerificationReport
    ) async throws {
        guard let computed = engine.savedState(.tail) else { return }
        let saved = try await lane.savedState(of: report.series, at: computed.lastOpenTime)
        guard let saved, saved.fingerprint == computed.fingerprint else { return }
        if saved.bytes != computed.bytes {
            report.add(
                VerificationFinding(
                    computed.lastOpenTime,
                    "state",
                    "the saved indicator state differs from the one the candles lead to"
                )
            )
        }
    }

    private func compareLedger(
        _ record: SeriesRecord,
        _ archive: ArchivedMonths,
        _ report: inout VerificationReport
    ) async throws {
        let gaps = try await lane.gaps(of: record.series, in: report.range)
        var expected = 0
        for span in archive.stored {
            let missing = gaps.reduce(0) { sum, gap in
                sum + (gap.range.intersection(span).map { record.opens(in: $0) } ?? 0)
            }
            let rejected = try await lane.rejectedCount(of: record.series, in: span)
            expected += record.opens(in: span) - missing - rejected
        }
        if expected != report.rows {
            report.add(
                VerificationFinding(
                    report.range.start,
                    "rows",
                    "\(report.rows) candles are stored where the ledger of gaps expects "
                        + "\(expected)"
                )
            )
        }
    }
}
