import ChandlerCore
import ChandlerHTTP
import Testing

@testable import ChandlerVenues

/// Tickers beside the list of instruments, over scripts.
@Suite struct TurnoverTests {
    private static let symbols = """
        {"result":{"list":[
        {"symbol":"BTCUSDT","baseCoin":"BTC","quoteCoin":"USDT","status":"Trading"},
        {"symbol":"ETHUSDT","baseCoin":"ETH","quoteCoin":"USDT","status":"PreLaunch"},
        {"symbol":"SOLUSDT","baseCoin":"SOL","quoteCoin":"USDT","status":"Trading"},
        {"symbol":"XRPUSDT","baseCoin":"XRP","quoteCoin":"USDT","status":"Trading"}]},
        "retCode":0,"retMsg":"OK"}
        """

    @Test func onlyInstrumentsThatTradeAndHaveATickerAreRanked() async throws {
        let client = bybit(
            """
            {"retCode":0,"retMsg":"OK","result":{"list":[{"symbol":"SOLUSDT","turnover24h":"9"},
            {"symbol":"GONEUSDT","turnover24h":"1000"},{"symbol":"ETHUSDT","turnover24h":"500"},
            {"symbol":"BTCUSDT","turnover24h":"20"},{"symbol":"BTCUSDT","turnover24h":"3"},
            {"symbol":"XRPUSDT","turnover24h":null}]}}
            """
        )
        let turnovers = try await client.turnover()
        #expect(turnovers.map(\.instrument.venueSymbol) == ["BTCUSDT", "SOLUSDT"])
        #expect(turnovers.map(\.quoteVolume) == [20, 9])
        #expect(turnovers.allSatisfy { !$0.isComputed })
    }

    @Test func listOfInstrumentsIsAskedForOnce() async throws {
        let stub = StubVenue { url, _ throws(HTTPError) in
            .text(url.contains("tickers") ? Self.tickers : Self.symbols)
        }
        let client = client(stub)
        _ = try await client.instruments()
        _ = try await client.turnover()
        _ = try await client.turnover()
        #expect(stub.urls.filter { $0.contains("instruments-info") }.count == 1)
        #expect(stub.urls.filter { $0.contains("/v5/market/tickers?category=spot") }.count == 2)
    }

    @Test func namesThatAllChangedAreAFaultAndNotAnEmptyAnswer() async {
        let client = bybit(
            "{\"retCode\":0,\"retMsg\":\"OK\",\"result\":{\"list\":"
                + "[{\"symbol\":\"BTC-USDT\",\"turnover24h\":\"9\"}]}}"
        )
        let error = await #expect(throws: VenueError.self) { try await client.turnover() }
        #expect(error?.code == .badAnswer)
        #expect(error?.message.contains("the first was \"BTC-USDT\"") == true)
        #expect(error?.message.contains("list of 4 instruments") == true)
    }

    @Test func noTickersAtAllGiveNothing() async throws {
        let none = "{\"retCode\":0,\"retMsg\":\"OK\",\"result\":{\"list\":[]}}"
        #expect(try await bybit(none).turnover() == [])
    }

    @Test func venuesOwnErrorKeepsItsWords() async {
        let client = bybit("{\"retCode\":10001,\"retMsg\":\"params error\"}")
        let error = await #expect(throws: VenueError.self) { try await client.turnover() }
        #expect(error?.code == .refused)
        #expect(error?.message.contains("params error") == true)
        #expect(error?.message.contains("list the 24-hour turnover of bybit") == true)
    }

    @Test func binanceLeavesOutWhatIsNotTrading() async throws {
        let stub = StubVenue { url, _ throws(HTTPError) in
            .text(url.contains("ticker/24hr") ? Self.binanceTickers : Self.binanceSymbols)
        }
        let client = BinanceClient(stub: stub)
        let turnovers = try await client.turnover()
        #expect(turnovers.map(\.instrument.symbol.text) == ["BTCUSDT"])
        #expect(stub.urls.last?.hasSuffix("/api/v3/ticker/24hr?type=MINI") == true)
        // An instrument whose name is no ticker takes none of the others with it.
        #expect(try await client.instruments().count == 2)
    }

    @Test func coinbaseExchangeSaysWhoElseCanBeAsked() async {
        let stub = StubVenue { _, _ throws(HTTPError) in .text("[]") }
        let source = CoinbaseSource(
            ExchangeClient(
                CoinbaseExchangeDialect(),
                VenueOptions(),
                transport: stub,
                clock: LeapingClock(),
                seed: 1
            )
        )
        let error = await #expect(throws: VenueError.self) { try await source.turnover() }
        #expect(error?.code == .refused)
        #expect(error?.message.contains("--venue coinbase,") == true)
        #expect(stub.urls == [])
    }

    @Test func mirrorOfCandlesHasNoList() async {
        let error = await #expect(throws: VenueError.self) {
            try await CandlesOnlySource(bybit(Self.tickers)).turnover()
        }
        #expect(error?.code == .refused)
        #expect(error?.message.contains("name the symbols") == true)
    }

    @Test func sourceThatJoinsCandlesPassesTheListOn() async throws {
        let joined = try ResampledSource(bybit(Self.tickers), to: .eightHours)
        #expect(try await joined.turnover().map(\.quoteVolume) == [7])
    }

    private static let tickers =
        "{\"retCode\":0,\"retMsg\":\"OK\",\"result\":{\"list\":"
        + "[{\"symbol\":\"BTCUSDT\",\"turnover24h\":\"7\"}]}}"

    private static let binanceTickers = """
        [{"symbol":"ETHUSDT","quoteVolume":"90"},{"symbol":"币安人生USDT","quoteVolume":"80"},
        {"symbol":"BTCUSDT","quoteVolume":"70"}]
        """

    private static let binanceSymbols = """
        {"symbols":[
        {"symbol":"币安人生USDT","status":"TRADING","baseAsset":"币安人生","quoteAsset":"USDT"},
        {"symbol":"ETHUSDT","status":"BREAK","baseAsset":"ETH","quoteAsset":"USDT"},
        {"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC","quoteAsset":"USDT"}]}
        """

    private func bybit(_ tickers: String) -> ExchangeClient<BybitDialect> {
        client(
            StubVenue { url, _ throws(HTTPError) in
                .text(url.contains("/tickers") ? tickers : Self.symbols)
            }
        )
    }

    private func client(_ stub: StubVenue) -> ExchangeClient<BybitDialect> {
        ExchangeClient(
            BybitDialect(category: .spot),
            VenueOptions(),
            transport: stub,
            clock: LeapingClock(),
            seed: 1
        )
    }
}
