import ChandlerCore
import Synchronization

/// What all dialects share: candles, clock, faults and the log of requests.
final class Exchange: Sendable {
    let configuration: FixtureExchangeConfiguration
    let store: CandleStore
    let clock: ExchangeClock
    let log = RequestLog()
    private let faults: Mutex<FaultBook>

    init(_ configuration: FixtureExchangeConfiguration) throws(FixtureExchangeError) {
        self.configuration = configuration
        store = try CandleStore(paths: configuration.candles)
        if configuration.preloads { try store.load() }
        clock = ExchangeClock(fixedAt: configuration.now)
        faults = Mutex(FaultBook(configuration.faults))
    }

    /// The page of candles a request asks for, with the disturbances that are switched on.
    ///
    /// Hidden rows do not count towards the limit, as if the venue did not have them.
    func page(
        _ query: CandleQuery,
        of file: CandleFile,
        disturbing disturbances: [RowFault]
    ) -> CandlePage {
        let hidden = disturbances.compactMap { fault -> ClosedRange<Int64>? in
            if case .hide(let span) = fault { span } else { nil }
        }
        let now = clock.now
        var page = CandlePage.select(query, from: file, now: now, hidden: hidden)
        if disturbances.isEmpty {
            page.markForming(at: now)
            return page
        }
        page.revise(disturbances)
        page.markForming(at: now)
        page.disorder(disturbances, limit: query.limit)
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
