import ChandlerHTTP
import Testing

@testable import ChandlerVenues

/// A ticker list as a venue documents it, made small, and what must be read from it.
struct TickerSample: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    /// The turnovers by the venue's names.
    let expected: [String: Double]
    let isComputed: Bool
    let read: @Sendable (HTTPBody) throws -> [Ticker]

    var testDescription: String { name }

    init(
        _ dialect: some ExchangeDialect,
        _ text: String,
        _ expected: [String: Double],
        isComputed: Bool = false
    ) {
        name = dialect.profile.name
        self.text = text
        self.expected = expected
        self.isComputed = isComputed
        switch dialect.tickers {
        case .list(let list): read = list.read
        case .none(let words): read = { _ in throw JSONFault(words: words) }
        }
    }

    private init(binance text: String, _ expected: [String: Double]) {
        name = "binance"
        self.text = text
        self.expected = expected
        isComputed = false
        read = { try $0.decoded(as: [BinanceTicker].self).compactMap(\.ticker) }
    }

    /// Every list has tickers without an amount among the others: empty, `null`, negative.
    static let all = [
        TickerSample(
            binance: """
                [{"symbol":"BTCUSDT","openPrice":"1","lastPrice":"4.1","volume":"8913.3",
                "quoteVolume":"15.30000000","openTime":1499783499040,"count":76},
                {"symbol":"ETHUSDT","quoteVolume":""},{"symbol":"AB","quoteVolume":null},
                {"symbol":"CD"},{"symbol":"EF","quoteVolume":"-1"},
                {"symbol":"GH","quoteVolume":"0.00000000"}]
                """,
            ["BTCUSDT": 15.3, "GH": 0]
        ),
        TickerSample(
            BybitDialect(category: .spot),
            bybit,
            ["BTCUSDT": 243_765_620.65899866]
        ),
        TickerSample(
            BybitDialect(category: .linear),
            bybit,
            ["BTCUSDT": 243_765_620.65899866]
        ),
        // There the other one is in quote currency.
        TickerSample(
            BybitDialect(category: .inverse),
            bybit,
            ["BTCUSDT": 11_801.27771, "ETHUSDT": 5]
        ),
        TickerSample(OKXDialect(segment: .spot), okx, ["BTC-USDT": 2_222]),
        TickerSample(OKXDialect(segment: .swap), okx, ["BTC-USDT": 22_220_000], isComputed: true),
        TickerSample(
            KrakenDialect(),
            """
            {"error":[],"result":{"XXBTZUSD":{"a":["30300.1","1","1.000"],"c":["30303.2","0.006"],
            "v":["4083.67","4412.5"],"p":["30706.7","30000"],"t":[34619,38907],
            "l":["29868.3","29868.3"],"h":["31631.0","31631.0"],"o":"30502.8"},
            "AB":{"v":["1"],"p":["1","2"]},"CD":{"v":["1",""],"p":["1","2"]},
            "EF":{"v":["1",null],"p":["1","2"]},"GH":{"p":["1","2"]},
            "IJ":{"v":["1","1e300"],"p":["1","1e300"]}}}
            """,
            ["XXBTZUSD": 132_375_000],
            isComputed: true
        ),
        TickerSample(
            CoinbaseDialect(),
            """
            {"products":[{"product_id":"BTC-USD","price":"68925.98","volume_24h":"11005.02587005",
            "approximate_quote_24h_volume":"758532193.02","status":"online"},
            {"product_id":"AB-USD","price":"","volume_24h":"","approximate_quote_24h_volume":""},
            {"product_id":"CD-USD"}],"num_products":3}
            """,
            ["BTC-USD": 758_532_193.02]
        ),
        TickerSample(
            CoinbaseDialect(),
            """
            {"products":[{"product_id":"BTC-USD","price":"2","volume_24h":"21",
            "approximate_quote_24h_volume":""}]}
            """,
            ["BTC-USD": 42],
            isComputed: true
        ),
        TickerSample(
            KuCoinDialect(),
            """
            {"code":"200000","data":{"time":1729173207043,"ticker":[{"symbol":"BTC-USDT",
            "symbolName":"BTC-USDT","buy":"67192.5","last":"67193","vol":"3420.3","volValue":
            "228900000.79"},{"symbol":"AB-USDT","volValue":null,"last":null},
            {"symbol":"CD-USDT","volValue":""}]}}
            """,
            ["BTC-USDT": 228_900_000.79]
        ),
        TickerSample(
            BitstampDialect(),
            """
            [{"ask":"2211.00","last":"2211.00","open_24":"2211.00","pair":"BTC/USD",
            "timestamp":"1643640186","volume":"213.268","vwap":"2000","market_type":"SPOT"},
            {"pair":"AB/USD","volume":"0.0","vwap":null},{"pair":"CD/USD","volume":"","vwap":"1"},
            {"pair":"BTC/USD-PERP","volume":"2","vwap":"3","market_type":"PERPETUAL"}]
            """,
            ["btcusd": 426_536, "btcusd-perp": 6],
            isComputed: true
        ),
        TickerSample(
            GateDialect(),
            """
            [{"currency_pair":"BTC3L_USDT","last":"2.46140352","change_percentage":"-8.91",
            "base_volume":"656614.08","quote_volume":"1602221.66","etf_leverage":"2.2803"},
            {"currency_pair":"AB_USDT","quote_volume":"NaN"},
            {"currency_pair":"CD_USDT","quote_volume":"inf"},
            {"currency_pair":"EF_USDT","quote_volume":12.5}]
            """,
            ["BTC3L_USDT": 1_602_221.66, "EF_USDT": 12.5]
        ),
    ]

    private static let bybit = """
        {"retCode":0,"retMsg":"OK","result":{"category":"spot","list":[{"symbol":"BTCUSDT",
        "lastPrice":"20533.13","turnover24h":"243765620.65899866","volume24h":"11801.27771"},
        {"symbol":"ETHUSDT","turnover24h":"","volume24h":"5"}]},"time":1673859087947}
        """

    private static let okx = """
        {"code":"0","msg":"","data":[{"instType":"SPOT","instId":"BTC-USDT","last":"10000",
        "volCcy24h":"2222","vol24h":"2222","ts":"1597026383085"},
        {"instId":"AB-USDT","last":"","volCcy24h":""},{"instId":"CD-USDT"}]}
        """
}
