import ChandlerCore
import NIOCore

@testable import FixtureExchange

/// An answer of a dialect as a client sees it.
struct AskedAnswer {
    let status: Int
    let headers: [String: String]
    let text: String

    init(_ answer: Answer) {
        status = answer.status
        headers = Dictionary(answer.headers.map { ($0.name, $0.value) }) { $1 }
        text = String(buffer: answer.body)
    }
}

extension VenueDialect {
    /// Asks without a server.
    func ask(
        _ target: String,
        in exchange: Exchange,
        refusing refusal: Refusal? = nil
    ) -> AskedAnswer {
        AskedAnswer(
            answer(
                VenueRequest(method: "GET", target: target, headers: [:]),
                in: exchange,
                refusing: refusal,
                disturbing: []
            )
        )
    }

    /// Asks an exchange of its own, in which one symbol may not be traded.
    func ask(
        _ target: String,
        _ candles: String = TestFiles.small,
        now: Timestamp?,
        broken: String? = nil,
        refusing refusal: Refusal? = nil
    ) throws -> AskedAnswer {
        let exchange = try Exchange([candles], now: now) { configuration in
            if let broken { configuration.statuses[broken] = "BREAK" }
        }
        return ask(target, in: exchange, refusing: refusal)
    }
}

extension Exchange {
    /// An exchange of candle files at a moment.
    convenience init(
        _ candles: [String],
        now: Timestamp?,
        _ change: (inout FixtureExchangeConfiguration) -> Void = { _ in }
    ) throws {
        var configuration = FixtureExchangeConfiguration(candles: candles)
        configuration.now = now
        change(&configuration)
        try self.init(configuration)
    }
}
