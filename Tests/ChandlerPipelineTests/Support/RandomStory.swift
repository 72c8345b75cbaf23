import ChandlerCore
import ChandlerIndicators
import ChandlerPipeline
import ChandlerStore
import Testing

/// A random life of one series: candles come late and are corrected, runs are stopped halfway.
///
/// After every run the stored rows must be what the venue sent, with the indicators a single pass
/// over them gives.
struct RandomStory {
    private let seed: UInt64
    private var generator: SeededGenerator
    private let series: SeriesID
    private let clean: SeriesID
    private let market: Market
    private let history: [Candle]
    private let indicators: IndicatorSet
    private let end: Timestamp
    /// Candles the venue does not have yet.
    private var late: [Candle] = []
    /// Open times whose rows are broken for now.
    private var broken: Set<Timestamp> = []
    private var lines: [String] = []

    /// The sets that are drawn from: long memories, short ones, none.
    private static let sets = [
        "obv,ema_12,rsi_14,sma_5,log_return,vwap_day", "log_return,sma_5", "atr_14", "none",
        "obv,mfi_14,psar_0.02_0.2",
    ]

    var told: String { lines.joined(separator: "\n") }

    init(seed: UInt64) async throws {
        self.seed = seed
        var generator = SeededGenerator(seed: seed)
        let interval: Interval = generator.pick([
            .minute, .fiveMinutes, .hour, .hour, .fourHours, .fourHours, .twelveHours, .day, .day,
            .threeDays, .week, .month,
        ])
        let start = interval.ceiling(
            try moment(generator.pick(["2024-01-31T20:00", "2023-12-30", "2024-02-11T05:00"]))
        )
        let slots = generator.pick([3, 40, 150, 300, 300, 1_500])
        let count = interval.fixedMicroseconds.map { $0 < 3_000_000_000_000 } == true ? slots : 40
        history =
            RandomHistory(
                interval: interval,
                start: start,
                slots: min(count, interval == .minute ? 1_500 : 700),
                holes: interval != .threeDays,
                generator: &generator
            ).candles
        series = try SeriesID("STORY", interval)
        clean = try SeriesID("CLEAN", interval)
        indicators = try IndicatorSet(parsing: Self.names(generator.pick(Self.sets)))
        let last = history.last?.openTime ?? start
        end = interval.close(of: last) + 10 * Timestamp.microsecondsPerDay
        let far = generator.oneIn(3)
        market = try await Market(
            now: far ? end : interval.close(of: history[history.count / 2].openTime),
            seed: seed,
            pageSlots: generator.pick([1...3, 5...50, 100...1_000, 1_000...1_000])
        )
        self.generator = generator
        lines.append(
            "seed \(seed): \(series), \(history.count) candles \(start.compact) to "
                + "\(last.compact), indicators \(indicators.names.joined(separator: ","))"
        )
        hideSome()
    }

    /// Keeps the names this program knows, so that the list above may be generous.
    private static func names(_ text: String) -> String {
        let known = text.split(separator: ",").filter {
            $0 == "none" || (try? IndicatorSet(names: [String($0)])) != nil
        }
        return known.joined(separator: ",")
    }

    mutating func play() async throws {
        for _ in 0..<generator.int(2...7) {
            for _ in 0..<generator.int(0...3) { changeVenue() }
            try await runOnce()
        }
        try await compareWithCleanLoad()
    }

    // MARK: - The venue

    private mutating func hideSome() {
        let market = market
        // The grid of 3-day candles is known from its candles only: none may be missing.
        let isWhole = series.interval == .threeDays
        var visible: [Timestamp: Candle] = [:]
        var rows: [RejectedRow] = []
        let share = generator.pick([0, 0, 20, 5])
        for candle in history {
            if !isWhole, share > 0, generator.oneIn(share) {
                late.append(candle)
            } else if !isWhole, generator.oneIn(60) {
                broken.insert(candle.openTime)
                rows.append(Self.reject(candle.openTime))
            } else {
                visible[candle.openTime] = candle
            }
        }
        if generator.oneIn(3) {
            // The venue opens its archive later: everything before a moment is late.
            let first = history[generator.int(0...(history.count / 2))].openTime
            for time in visible.keys.sorted() where time < first {
                if let candle = visible.removeValue(forKey: time) { late.append(candle) }
            }
        }
        lines.append("late \(late.count), broken \(rows.count)")
        market.venue.change(series) {
            $0.candles = visible; $0.broken = rows
        }
    }

    static func reject(_ openTime: Timestamp) -> RejectedRow {
        RejectedRow(
            openTime: openTime,
            rule: "high_below_low",
            reason: "high is below low",
            payload: "[\(openTime.milliseconds)]"
        )
    }

    private mutating func changeVenue() {
        switch generator.int(0...5) {
        case 0: advanceClock()
        case 1: reveal()
        case 2: mend()
        default: revise()
        }
    }

    private mutating func advanceClock() {
        let interval = series.interval
        let steps = generator.pick([1, 2, 7, 60])
        market.venue.now = min(
            end,
            interval.advance(interval.floor(market.venue.now), by: steps)
        )
        lines.append("clock \(market.venue.now)")
    }

    private mutating func reveal() {
        guard !late.isEmpty else { return }
        late.shuffle(using: &generator)
        let shown = Array(late.prefix(generator.int(1...5)))
        late.removeFirst(shown.count)
        lines.append("late come \(shown.map(\.openTime.compact))")
        market.venue.change(series) { book in
            for candle in shown { book.candles[candle.openTime] = candle }
        }
    }

    private mutating func mend() {
        guard let time = broken.sorted().randomElement(using: &generator) else { return }
        broken.remove(time)
        lines.append("mended \(time.compact)")
        let candle = history.first { $0.openTime == time }
        market.venue.change(series) { book in
            book.broken.removeAll { $0.openTime == time }
            book.candles[time] = candle
        }
    }

    private mutating func revise() {
        let visible = market.venue.book(series).candles
        let times = visible.keys.sorted()
        guard let first = times.first else { return }
        let stored = times.filter { series.interval.close(of: $0) <= market.venue.now }
        let last = stored.last ?? first
        let edges = times.filter { series.interval.close(of: $0) >= $0.month.end }
        let place = generator.int(0...5)
        let time: Timestamp =
            switch place {
            case 0: first
            case 1: last
            case 2: stored.suffix(4).randomElement(using: &generator) ?? first
            case 3: edges.randomElement(using: &generator) ?? last
            default: times.randomElement(using: &generator) ?? first
            }
        guard let candle = visible[time] else { return }
        let revised = RandomHistory.revised(candle, &generator)
        lines.append("revised \(time.compact)")
        market.venue.change(series) { $0.candles[time] = revised }
    }

    // MARK: - Runs

    private mutating func options(refetch: Bool) -> IngestOptions<SeriesID> {
        let times = history.map(\.openTime)
        let isWhole = generator.oneIn(3)
        let edge = times[generator.int(0...(times.count - 1))]
        let other = times[generator.int(0...(times.count - 1))]
        let from = isWhole ? times[0] - 3_600_000_000 : min(edge, other)
        let to = generator.oneIn(2) ? nil : max(edge, other)
        return IngestOptions(
            series: series,
            from: min(from, market.venue.now - 1),
            to: to,
            indicators: indicators,
            overlap: generator.pick([0, 1, 2, 3, 3, 5, 40]),
            refetch: refetch
        )
    }

    private mutating func runOnce() async throws {
        let options = options(refetch: generator.oneIn(4))
        let lanes = generator.int(1...3)
        lines.append(
            "ingest \(options.from) to \(options.to.map(\.description) ?? "now"), overlap "
                + "\(options.overlap), refetch \(options.refetch), lanes \(lanes)"
        )
        if generator.oneIn(3) { try await interrupt(options, lanes: lanes) }
        let report = try await market.ingest(options, lanes: lanes).series
        lines.append(
            "  range \(report.range), inserted \(report.inserted), updated \(report.updated), "
                + "unchanged \(report.unchanged), recomputed \(report.recomputed), rejected "
                + "\(report.rejected), asked \(market.venue.takeAsked())"
        )
        try await check()
        if generator.oneIn(3) { try await repeatWithoutEffect(options) }
    }

    /// Stops a run at a random moment; what it leaves must be whole up to some batch.
    private mutating func interrupt(_ options: IngestOptions<SeriesID>, lanes: Int) async throws {
        let market = market
        let moment = generator.int(0...14)
        let run = Task { _ = try await market.ingest(options, lanes: lanes) }
        market.moments.stop(after: moment) { run.cancel() }
        var outcome = "ended before"
        do {
            try await run.value
        } catch is CancellationError {
            outcome = "was stopped"
        }
        market.moments.clear()
        lines.append("  a run \(outcome) at moment \(moment)")
    }

    private func check() async throws {
        let stored = try await market.stored(series)
        let served = market.venue.served(series).values.sorted { $0.openTime < $1.openTime }
        try expect(
            stored.candles == served,
            "the rows are the candles the venue sent: \(difference(stored.candles, served))"
        )
        guard !stored.rows.isEmpty else { return }
        let report = try await market.verify(series)
        try expect(
            report.differences == 0 && report.notes.isEmpty,
            "verify finds nothing: \(report.findings.prefix(3)) \(report.notes)"
        )
        try expect(stored.record?.staleFrom == nil, "nothing awaits recomputation")
    }

    private func difference(_ stored: [Candle], _ served: [Candle]) -> String {
        let missing = Set(served).subtracting(stored).map(\.openTime.compact).sorted()
        let extra = Set(stored).subtracting(served).map(\.openTime.compact).sorted()
        return "not stored \(missing.prefix(5)), not sent \(extra.prefix(5))"
    }

    private func expect(_ condition: Bool, _ words: @autoclosure () -> String) throws {
        if !condition { throw StoryFailed(words: words()) }
    }

    private func repeatWithoutEffect(_ options: IngestOptions<SeriesID>) async throws {
        let before = try market.fingerprint(series)
        let again = try await market.ingest(options).series
        try expect(
            again.inserted == 0 && again.updated == 0 && again.recomputed == 0,
            "the same run again writes nothing: \(again)"
        )
        let after = try market.fingerprint(series)
        try expect(before == after, "no row was written again")
    }

    /// Loads everything the venue has once more, and beside it a series that was never touched.
    private mutating func compareWithCleanLoad() async throws {
        market.venue.now = end
        lines.append("everything is read again")
        let book = market.venue.book(series)
        market.venue.change(clean) { $0 = book }
        let start = (history.first?.openTime ?? end) - 3_600_000_000
        for series in [series, clean] {
            try await market.ingest(
                IngestOptions(
                    series: series,
                    from: start,
                    to: nil,
                    indicators: indicators,
                    refetch: true
                )
            )
        }
        try await check()
        let story = try await market.stored(series)
        let reference = try await market.stored(clean)
        try expect(!reference.rows.isEmpty || book.candles.isEmpty, "the clean load has rows")
        for (row, expected) in zip(story.rows, reference.rows) {
            try expect(row == expected, "a row differs: \(row) \(expected)")
        }
        try expect(story.rows.count == reference.rows.count, "as many rows as a clean load")
        try expect(
            story.gaps == reference.gaps,
            "the same gaps as a clean load: \(story.gaps) \(reference.gaps)"
        )
        try expect(
            story.record?.firstOpenTime == reference.record?.firstOpenTime,
            "the same first candle as a clean load"
        )
        try expect(
            story.record?.watermark == reference.record?.watermark,
            "the same watermark as a clean load"
        )
    }
}

/// A promise that a story found broken.
struct StoryFailed: Error, CustomStringConvertible {
    let words: String

    var description: String { words }
}
