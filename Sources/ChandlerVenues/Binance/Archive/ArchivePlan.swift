import ChandlerCore

/// Which parts of a span come from the archive and which over REST; they touch and cover it.
struct ArchivePlan: Sendable, Equatable {
    /// A part of the span.
    enum Part: Sendable, Equatable {
        /// Candles that are read over REST.
        case rest(TimeRange)
        /// Candles that whole files hold, one after another.
        case files([ArchiveSpan])
    }

    /// How long after its end a month or a day is looked for in the archive.
    static let delay = 2 * Timestamp.microsecondsPerDay

    let parts: [Part]

    /// Plans a fetch.
    ///
    /// A file is used where it holds more of the wanted candles than a page over REST, so that it
    /// costs no request more. Seconds come by days, since a month of them would not fit the memory
    /// that a run may use; everything else comes by months. Weeks, months and three days never do.
    ///
    /// - Parameters:
    ///   - series: The series.
    ///   - range: The span that is wanted.
    ///   - closedBefore: The venue's clock.
    ///   - pageSize: The most candles of one answer over REST.
    init(_ series: SeriesID, _ range: TimeRange, closedBefore: Timestamp, pageSize: Int) {
        var parts: [Part] = []
        var run: [ArchiveSpan] = []
        var rest = range.start
        func endRun() {
            if !run.isEmpty { parts.append(.files(run)) }
            run = []
        }
        func endRest(_ end: Timestamp) {
            guard rest < end else { return }
            endRun()
            parts.append(.rest(TimeRange(rest, end)))
        }
        for span in Self.spans(series, range, closedBefore)
        where series.interval.count(in: span.wanted) > pageSize {
            endRest(span.wanted.start)
            run.append(span)
            rest = span.wanted.end
        }
        endRest(range.end)
        endRun()
        self.parts = parts
    }

    /// The files that are over and hold a part of the span.
    private static func spans(
        _ series: SeriesID,
        _ range: TimeRange,
        _ closedBefore: Timestamp
    ) -> [ArchiveSpan] {
        guard (series.interval.fixedMicroseconds ?? .max) <= Timestamp.microsecondsPerDay else {
            return []
        }
        var spans: [ArchiveSpan] = []
        // There is no archive of times before the venue.
        var position = max(range.start, Timestamp(seconds: 0))
        while position < range.end {
            let period: ArchiveFile.Period =
                series.interval == .second ? .day(position.date) : .month(position.month)
            let file = ArchiveFile(series: series, period: period)
            guard file.range.end + delay < closedBefore,
                let wanted = TimeRange(position, range.end).intersection(file.range)
            else { break }
            spans.append(ArchiveSpan(file: file, wanted: wanted))
            position = file.range.end
        }
        return spans
    }
}

/// A file and the part of it that is wanted.
struct ArchiveSpan: Sendable, Hashable {
    let file: ArchiveFile
    let wanted: TimeRange
}
