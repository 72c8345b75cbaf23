import ChandlerCore
import ChandlerVenues
import FixtureExchange
import Foundation
import Testing

/// Every venue picks the same instruments from the same candles.
@Suite struct RankingContractTests {
    @Test(arguments: RankedVenue.all)
    func sameCandlesGiveTheSameOrder(venue: RankedVenue) async throws {
        try await RankedMarket.serve(venue) { source in
            let turnovers = try await source.turnover()
            let all = try SymbolRule(parsing: "top:10:usd").selection(
                from: turnovers,
                at: source.venue
            )
            #expect(all.symbols.map(\.text) == RankedMarket.order)
            #expect(all.note?.contains("has fewer, there are 4 that trade against USD") == true)
            let two = try SymbolRule(parsing: "top:2:USD").selection(
                from: turnovers,
                at: source.venue
            )
            #expect(two.symbols.map(\.text) == ["ETHUSD", "BTCUSD"])
            for ranked in all.ranked {
                let wanted = RankedMarket.turnover(ranked.instrument.symbol.text)
                #expect(abs(ranked.quoteVolume - wanted) < wanted / 100)
            }
        }
    }

    @Test(arguments: RankedVenue.all)
    func quoteThatNobodyTradesGivesNothingWithWords(venue: RankedVenue) async throws {
        try await RankedMarket.serve(venue) { source in
            let selection = try SymbolRule(parsing: "top:5:DOGE").selection(
                from: try await source.turnover(),
                at: source.venue
            )
            #expect(selection.symbols == [])
            #expect(selection.note?.hasSuffix("quote assets there are USD BTC") == true)
        }
    }

    @Test func coinbaseExchangeRefusesInWords() async throws {
        let venue = RankedVenue(venue: .coinbaseExchange)
        try await RankedMarket.serve(venue) { source in
            let error = await #expect(throws: VenueError.self) { try await source.turnover() }
            #expect(error?.code == .refused)
        }
    }
}

/// A venue that has a list of turnovers.
struct RankedVenue: Sendable, CustomTestStringConvertible {
    let venue: Venue

    var testDescription: String { venue.name }

    static let all: [RankedVenue] = [
        .binance, .bybit, .bybitLinear, .bybitInverse, .okx, .okxSwap, .kraken, .coinbase, .kucoin,
        .bitstamp, .gate,
    ].map { RankedVenue(venue: $0) }
}

/// Hours of a few instruments: the order by turnover is another than that by volume, and another
/// than it was before the last day, and after it.
enum RankedMarket {
    /// By turnover of the last 24 hours.
    static let order = ["ETHUSD", "BTCUSD", "SOLUSD", "DOGEUSD"]

    /// 2024-03-05T12:30:00Z.
    private static let now = Timestamp(milliseconds: 1_709_641_800_000)

    /// The price, and the volume of an hour of the last day.
    private static let markets: [String: (price: Double, volume: Double)] = [
        "ETHUSD": (2_000, 40), "BTCUSD": (60_000, 1), "SOLUSD": (100, 300),
        "DOGEUSD": (0.1, 9_000), "LTCUSD": (100, 100_000), "ETHBTC": (30, 100_000),
    ]

    static func turnover(_ symbol: String) -> Double {
        markets[symbol].map { $0.price * $0.volume * 24 } ?? 0
    }

    /// Runs a server for a venue; Litecoin does not trade there.
    static func serve(
        _ venue: RankedVenue,
        _ test: (any CandleSource) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "venue-ranking-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (symbol, market) in markets {
            let file = folder.appending(path: "\(symbol)-1h.csv")
            try Data(text(market.price, market.volume).utf8).write(to: file)
        }
        var configuration = FixtureExchangeConfiguration(candles: [folder.path])
        configuration.now = now
        configuration.statuses = ["LTCUSD": "BREAK"]
        let server = try FixtureExchangeServer(configuration: configuration)
        let options = VenueOptions(baseURL: try await server.start())
        do {
            try await test(try venue.venue.source(options))
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    /// Forty hours; what closed more than a day ago, and the running one, would turn the order.
    private static func text(_ price: Double, _ volume: Double) -> String {
        var text = "open_time_ms,open,high,low,close,volume,quote_volume\n"
        let running = now.milliseconds - now.milliseconds % 3_600_000
        for hour in -39...0 {
            let isCounted = (-24...(-1)).contains(hour)
            let traded = isCounted ? volume : 1_000_000 / price / volume
            // The price drifts a little, so that its average is not the last one.
            let level = price * (1 + Double(hour) / 20_000)
            text += "\(running + Int64(hour) * 3_600_000)"
            for value in [level, level, level, level, traded, traded * level] {
                text += "," + String(format: "%.8f", value)
            }
            text += "\n"
        }
        return text
    }
}
