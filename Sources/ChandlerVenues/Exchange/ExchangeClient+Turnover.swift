import ChandlerCore
import ChandlerHTTP

extension ExchangeClient {
    /// The last 24 hours' turnover of the instruments whose status means that they trade.
    func turnover() async throws(VenueError) -> [InstrumentTurnover] {
        let task = "list the 24-hour turnover of \(venue)"
        switch dialect.tickers {
        case .none(let words):
            throw VenueError(.refused, "\(task): \(words)")
        case .list(let list):
            let instruments = try await markets.all()
            var tickers = try await read(task, list.request, list.read)
            if let names = list.names {
                let spelling = try await read(task, names.request, names.read)
                tickers = tickers.compactMap { ticker in
                    spelling[ticker.name].flatMap { ticker.named($0) }
                }
            }
            return try TickerMatch(tickers, instruments, trading: list.trading, task: task)
                .turnovers
        }
    }

    private func read<Value: Sendable>(
        _ task: String,
        _ request: PathRequest,
        _ read: @Sendable (HTTPBody) throws -> Value
    ) async throws(VenueError) -> Value {
        do throws(HTTPError) {
            return try await runner.fetch(request) { try read($0.body) }.value
        } catch {
            throw VenueError(task, error)
        }
    }
}
