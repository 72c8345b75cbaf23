import ChandlerCore
import ChandlerStore

/// What a run must not do because months of candles are archived.
///
/// Archived rows cannot change, nor can their indicators: nothing before the end of a series' last
/// archived month is written, and nothing is written into a month that is archived.
struct ArchiveBorder {
    let series: SeriesID
    /// All archived months.
    let archive: ArchivedMonths
    /// What is known of the series; `nil` where nothing is stored.
    let record: SeriesRecord?

    /// The archived months that the series' stored span reaches into.
    private var own: ArchivedMonths {
        record.map { archive.within($0.span) } ?? ArchivedMonths()
    }

    /// From here on the series may be written; `nil` where none of its months is archived.
    private var end: Timestamp? { own.months.last?.end }

    /// What is not fetched: everything up to the series' last archived month, and archived months.
    func closed(in wanted: TimeRange) -> Coverage {
        var closed = Coverage(archive.archived(in: wanted))
        if let end { closed.insert(TimeRange(wanted.start, max(wanted.start, end))) }
        return closed
    }

    /// Makes sure that stored indicators need not be computed anew, or can be.
    ///
    /// - Throws: ``PipelineError`` with code `usage`, or `inconsistent` where an earlier run left
    ///   indicators of archived rows to be recomputed.
    func checkRecomputation(isWanted: Bool) throws(PipelineError) {
        guard let record, let end else { return }
        if isWanted {
            throw PipelineError(
                .usage,
                "recompute the indicators of \(series): \(own.words), and indicators follow from "
                    + "every candle before; nothing was changed; bring them back first: \(own.hint)"
            )
        }
        if let staleFrom = record.staleFrom, staleFrom < end {
            throw PipelineError(
                .inconsistent,
                "the indicators of \(series) from \(staleFrom.compact) on await recomputation, and "
                    + "\(own.words); nothing was changed; bring them back first: \(own.hint)"
            )
        }
    }

    /// Makes sure that a run can do what was asked without a candle of an archived month.
    ///
    /// - Parameters:
    ///   - wanted: The span that was asked for.
    ///   - refetch: Whether all of it is read again.
    ///   - hasDataset: Whether all of its rows go into a dataset.
    ///   - lane: Where the ledger is.
    /// - Throws: ``PipelineError`` with code `usage`; nothing was done.
    func check(
        _ wanted: TimeRange,
        refetch: Bool,
        hasDataset: Bool,
        _ lane: StoreLane
    ) async throws {
        if archive.isEmpty { return }
        let reached = archive.within(wanted)
        if refetch {
            try refuse(reached, "read \(wanted) of \(series) again")
            if let end, wanted.start < end {
                try refuse(own, "read \(wanted) of \(series) again, which archived rows follow")
            }
        }
        if hasDataset, let record,
            try await archive.candles(of: record, in: wanted, lane) > 0
        {
            try refuse(reached, "write a dataset of \(series) \(wanted)")
        }
        for span in (record?.coverage ?? Coverage()).missing(in: wanted) {
            try await checkUnknown(span, lane)
        }
    }

    /// Makes sure that a span that was never fetched need not be, or can be.
    ///
    /// Inside the stored span it is left out, as it was when the months were archived.
    private func checkUnknown(_ span: TimeRange, _ lane: StoreLane) async throws {
        let stored = record?.span
        let outside = stored.map { Coverage([$0]).missing(in: span) } ?? [span]
        for part in outside {
            if let stored, part.end <= stored.start, let record {
                // Rows of the series' beginning that were rejected are asked for again each time.
                let rejected = try await lane.rejectedCount(of: series, in: part)
                if rejected > 0, rejected >= record.opens(in: part) { continue }
                try refuse(own, "fetch \(part) of \(series), which archived rows follow")
            }
            try refuse(archive.within(part), "fetch \(part) of \(series)")
        }
    }

    private func refuse(_ months: ArchivedMonths, _ action: String) throws(PipelineError) {
        guard let last = months.months.last else { return }
        throw PipelineError(
            .usage,
            "\(action): \(months.words); nothing was fetched and nothing was changed; bring them "
                + "back first: \(months.hint), or begin at \(last.end.compact) or later"
        )
    }
}
