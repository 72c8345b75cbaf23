import ChandlerCore
import Synchronization

/// What all dialects share: candles, clock, faults and the log of requests.
final class Exchange: Sendable {
    let configuration: FixtureExchangeConfiguration
    let store: CandleStore
    let clock: ExchangeClock
    let log = RequestLog()
    let tokens: TokenBook
    private let faults: Mutex<FaultBook>
    private let resampled = Mutex<[CandleFileName: CandleFile]>([:])

    init(_ configuration: FixtureExchangeConfiguration) throws(FixtureExchangeError) {
        self.configuration = configuration
        store = try CandleStore(paths: configuration.candles)
        if configuration.preloads { try store.load() }
        tokens = TokenBook(configuration.aggregators)
        clock = ExchangeClock(fixedAt: configuration.now)
        faults = Mutex(FaultBook(configuration.faults))
    }

    /// The rows of a series, joined from its shortest candles where there is no file of the length.
    ///
    /// - Returns: `nil` where nothing shorter is there either.
    func file(
        symbol: String,
        interval: Interval
    ) throws(FixtureExchangeError) -> CandleFile? {
        if let file = try store.file(symbol: symbol, interval: interval) { return file }
        guard let length = interval.fixedMicroseconds else { return nil }
        let shorter = Interval.allCases.first {
            ($0.fixedMicroseconds ?? .max) < length
                && store.holds(CandleFileName(symbol: symbol, interval: $0))
        }
        guard let shorter, let file = try store.file(symbol: symbol, interval: shorter) else {
            return nil
        }
        let name = CandleFileName(symbol: symbol, interval: interval)
        return try resampled.withLock { resampled throws(FixtureExchangeError) in
            if let known = resampled[name] { return known }
            let made = try file.resampled(to: interval)
            resampled[name] = made
            return made
        }
    }

    /// The page of candles a request asks for, with the disturbances that are switched on.
    ///
    /// Hidden rows do not count towards the limit, as if the venue did not have them, and neither
    /// do silent ones, of which a percentage may be wanted by a venue or by a fault.
    func page(
        _ query: CandleQuery,
        of file: CandleFile,
        disturbing disturbances: [RowFault],
        leavingOutQuiet: Bool = false,
        silentPercent: Int = 0
    ) -> CandlePage {
        let hidden = disturbances.compactMap { fault -> ClosedRange<Int64>? in
            if case .hide(.span(let span)) = fault { span } else { nil }
        }
        let now = clock.now
        let sieve = CandleSieve(
            dropsQuiet: leavingOutQuiet,
            silentPercent: silentPercent,
            faults: disturbances
        )
        var page = CandlePage.select(query, from: file, now: now, hidden: hidden, sieve: sieve)
        if disturbances.isEmpty {
            page.markForming(at: now)
            return page
        }
        page.revise(disturbances)
        page.markForming(at: now)
        page.disorder(disturbances, limit: query.limit, keep: query.keep)
        return page
    }

    /// Runs `body` with the faults, for counting and for switching.
    func withFaults<Result: Sendable>(_ body: (inout sending FaultBook) -> Result) -> Result {
        faults.withLock { body(&$0) }
    }

    /// Puts everything that was switched at run time back to the configuration.
    func reset() {
        clock.set(configuration.now)
        withFaults { $0 = FaultBook(configuration.faults) }
        log.clear()
    }
}
