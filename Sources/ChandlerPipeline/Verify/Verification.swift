public import ChandlerCore
import ChandlerIndicators
public import ChandlerStore

/// Proves that what is stored of a series is what its candles say.
///
/// All candles are read from the first one on, their indicators are computed anew and compared
/// with the stored text; the saved state and the ledger of gaps are compared with the rows. Where a
/// series has no rows from the beginning of an archived month on, the candles that the ledger knows
/// there count as archived: what follows them is computed from the state saved at their end. Rows
/// that are in such a month are verified as all others are.
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
        let archive = try await ArchivedMonths(lane).within(span)
        var engine: SeriesEngine? = SeriesEngine(try IndicatorSet(names: record.indicators))
        var absent = AbsentCandles()
        var position = span.start
        while position < span.end {
            try Task.checkCancellation()
            let chunk = StoredSpan.chunk(from: position, to: span.end, interval: interval)
            let rows = try await lane.rows(of: series, in: chunk)
            let first = rows.first?.candle.openTime
            if archive.end(at: position) != nil,
                let head = absent.head(of: chunk, firstRow: first)
            {
                let count = try await lane.candles(of: record, in: head)
                absent.add(count, in: chunk.start.month)
                if count > 0 { engine = nil }
            }
            if engine == nil, let first {
                engine = try await archive.engine(of: record, at: first, lane)
            }
            compare(rows, engine?.update(rows.map(\.candle)), &report)
            progress.fetched(rows.count)
            position = chunk.end
        }
        report.archived = absent.months
        if let engine, report.rows > 0 { try await compareState(engine, &report) }
        try await compareLedger(record, absent, &report)
        noteArchive(absent, &report)
        return report
    }

    /// Says what was not compared, and why.
    private func noteArchive(_ absent: AbsentCandles, _ report: inout VerificationReport) {
        if absent.count == 0 { return }
        let months = ArchivedMonths(absent.months)
        if report.unverified > 0 {
            report.note(
                "the indicators of \(report.unverified) of \(report.rows) rows are not verifiable: "
                    + "earlier months are archived, and no state of their end is saved; bring them "
                    + "back first: \(months.hint)"
            )
        }
        report.note(
            "\(months.words) and were compared when they left the table; \(absent.count) candles "
                + "count as archived"
        )
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
            if computed == nil {
                report.unverified += 1
                continue
            }
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
        _ absent: AbsentCandles,
        _ report: inout VerificationReport
    ) async throws {
        let expected = try await lane.candles(of: record, in: report.range) - absent.count
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
