import ChandlerCore
import ChandlerHTTP
import FixtureExchange
import Foundation
import Testing

@testable import ChandlerVenues

/// A venue under the contract, and what it sends of a candle.
struct ContractVenue: Sendable, CustomTestStringConvertible {
    /// The venues, one line each.
    static let all = [
        ContractVenue("binance", [.quoteVolume, .tradeCount, .takerVolumes]) {
            BinanceClient($0, transport: $1, clock: LeapingClock(), seed: 1)
        },
        ContractVenue(BybitDialect(category: .spot), [.quoteVolume]),
        ContractVenue(BybitDialect(category: .linear), [.quoteVolume]),
        ContractVenue(BybitDialect(category: .inverse), [.quoteVolume]),
        ContractVenue(OKXDialect(segment: .spot), [.quoteVolume]),
        ContractVenue(OKXDialect(segment: .swap), [.quoteVolume]),
        ContractVenue(KrakenDialect(), [.tradeCount]),
        ContractVenue(CoinbaseDialect(), []) { CoinbaseSource($0) },
        ContractVenue(CoinbaseExchangeDialect(), []) { CoinbaseSource($0) },
        ContractVenue(KuCoinDialect(), [.quoteVolume]),
        ContractVenue(GateDialect(), [.quoteVolume]),
        // What looks like a blocked client is how long blocks for too many requests look there.
        ContractVenue(BitstampDialect(), [], forbidden: .rateLimited),
    ]

    /// What a candle has at a venue besides prices and volume.
    struct Fields: OptionSet {
        let rawValue: Int

        static let quoteVolume = Fields(rawValue: 1)
        static let tradeCount = Fields(rawValue: 2)
        static let takerVolumes = Fields(rawValue: 4)
    }

    typealias Open = @Sendable (VenueOptions, any HTTPTransport) -> any CandleSource

    let name: String
    let fields: Fields
    /// What a venue's refusal of this client becomes.
    private(set) var forbidden = VenueError.Code.refused
    private let open: Open

    /// A venue with a client of its own.
    init(_ name: String, _ fields: Fields, open: @escaping Open) {
        self.name = name
        self.fields = fields
        self.open = open
    }

    /// A venue that is asked in a dialect, by a client that may be wrapped.
    init(
        _ dialect: some ExchangeDialect,
        _ fields: Fields,
        forbidden: VenueError.Code = .refused,
        wrap: @escaping @Sendable (any CandleSource) -> any CandleSource = { $0 }
    ) {
        self.init(dialect.profile.name, fields) {
            wrap(ExchangeClient(dialect, $0, transport: $1, clock: LeapingClock(), seed: 1))
        }
        self.forbidden = forbidden
    }

    var testDescription: String { name }

    var series: SeriesID {
        get throws { SeriesID(venue: name, symbol: try Symbol("ETHUSDT"), interval: .minute) }
    }

    /// The complete candles of these minutes as this venue sends them.
    func candles(_ minutes: Range<Int>) -> [Candle] {
        minutes.filter(SmallMarket.exists).map { SmallMarket.candle($0, fields) }
    }

    /// Runs a server and a client of it for the length of a test.
    func serve(
        pageSize: Int? = nil,
        candlesOnly: Bool = false,
        faults: [String] = [],
        _ test: (any CandleSource, FixtureExchangeServer) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "venue-contract-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(SmallMarket.text.utf8).write(to: folder.appending(path: "ETHUSDT-1m.csv"))
        var configuration = FixtureExchangeConfiguration(candles: [folder.path])
        configuration.now = SmallMarket.now
        configuration.faults = try faults.map { try Fault(parsing: $0) }
        let server = try FixtureExchangeServer(configuration: configuration)
        let options = VenueOptions(
            baseURL: try await server.start(),
            servesCandlesOnly: candlesOnly,
            prefetchDepth: 2,
            pageSize: pageSize
        )
        do {
            try await test(open(options, try HTTPClient(options)), server)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }
}

/// Three hours of minutes with an outage, and the candle that runs when they are over.
enum SmallMarket {
    /// 2024-03-05T00:00:00Z.
    static let start = Timestamp(milliseconds: 1_709_596_800_000)
    /// Half a minute into the running candle.
    static let now = minute(180) + 30_000_000

    static func minute(_ index: Int) -> Timestamp { Interval.minute.advance(start, by: index) }

    /// Minutes 60 to 63 were lost to an outage.
    static func exists(_ index: Int) -> Bool { index >= 0 && !(60..<64).contains(index) }

    static var text: String {
        let header =
            "open_time_ms,open,high,low,close,volume,quote_volume,trade_count,taker_buy_volume,"
            + "taker_buy_quote_volume\n"
        return (0...180).filter(exists).reduce(into: header) { text, index in
            let candle = candle(index, [.quoteVolume, .tradeCount])
            let fields =
                [candle.open, candle.high, candle.low, candle.close].map(\.description)
                + [candle.volume, candle.quoteVolume ?? Quantity(raw: 0)].map(\.description)
            text += "\(candle.openTime.milliseconds),\(fields.joined(separator: ",")),"
            text += "\(candle.tradeCount ?? 0),\(taker(index)),0.00000000\n"
        }
    }

    /// Every field of every candle differs, so that none can stand for another; some are silent.
    static func candle(_ index: Int, _ fields: ContractVenue.Fields) -> Candle {
        let base = Int64(index)
        let isQuiet = index % 29 == 28
        let open = 230_000_000_000 + base * 1_370_000
        let close = isQuiet ? open : open + (base % 7 - 3) * 9_000_000
        let wick: Int64 = isQuiet ? 0 : 1_000_000
        let quoteVolume = isQuiet ? 0 : Int128(2_300_000_000_000 + base * 710_000)
        return Candle(
            openTime: minute(index),
            open: Price(raw: open),
            high: Price(raw: max(open, close) + wick * 3),
            low: Price(raw: min(open, close) - wick * 2),
            close: Price(raw: close),
            volume: Quantity(raw: isQuiet ? 0 : Int128(1_000_000_000 + base * 310_000)),
            quoteVolume: fields.contains(.quoteVolume) ? Quantity(raw: quoteVolume) : nil,
            tradeCount: fields.contains(.tradeCount) ? (isQuiet ? 0 : base + 40) : nil,
            takerBuyVolume: fields.contains(.takerVolumes) ? taker(index) : nil
        )
    }

    private static func taker(_ index: Int) -> Quantity {
        Quantity(raw: index % 29 == 28 ? 0 : Int128(400_000_000 + index * 130_000))
    }
}
