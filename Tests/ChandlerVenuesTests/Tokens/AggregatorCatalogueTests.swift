import ChandlerCore
import ChandlerHTTP
import Testing

@testable import ChandlerVenues

@Suite struct AggregatorCatalogueTests {
    @Test func sourcesBearTheNamesOfTheirAggregators() throws {
        let catalogue = catalogue([:])
        #expect(
            AggregatorCatalogue.all.map(\.name) == [
                "jupiter", "jupiter-price", "dexscreener", "geckoterminal", "coingecko",
            ]
        )
        for aggregator in AggregatorCatalogue.all {
            #expect(try catalogue.tokens(aggregator).source == aggregator.name)
            guard !aggregator.intervals.isEmpty else {
                let error = #expect(throws: VenueError.self) {
                    _ = try catalogue.candles(aggregator)
                }
                #expect(error?.message.hasSuffix("geckoterminal, coingecko") == true)
                continue
            }
            let candles = try catalogue.candles(aggregator, token: "x")
            #expect(candles.venue == aggregator.name && candles.intervals == aggregator.intervals)
        }
    }

    @Test func namesAreFoundInAnyCase() throws {
        #expect(try AggregatorCatalogue.aggregator(named: "Jupiter").name == "jupiter")
        let error = #expect(throws: UnknownVenueError.self) {
            try AggregatorCatalogue.aggregator(named: "birdeye")
        }
        #expect("\(error.map { "\($0)" } ?? "")".contains("geckoterminal"))
    }

    /// Each source answers the questions that the catalogue says, and refuses the others in words.
    @Test(arguments: AggregatorSources.names)
    func questionsAreAnsweredAsTheCatalogueSays(name: String) async throws {
        let aggregator = try AggregatorCatalogue.aggregator(named: name)
        for question in Aggregator.Question.allCases {
            let empty =
                switch name {
                case "jupiter-price": "{}"
                case "geckoterminal": "{\"data\":[]}"
                default: "[]"
                }
            let source = AggregatorSources.tokens(name, StubVenue(always: empty))
            let asked: TokenQuestion =
                switch question {
                case .mints: .mints(["a"])
                case .search: .search("a")
                case .recent: .recent
                }
            let error = await venueError { _ = try await source.tokens(asked) }
            #expect((error == nil) == aggregator.questions.contains(question))
            #expect(error?.code == (error == nil ? nil : .refused))
        }
    }

    @Test func otherChainsAreRefusedWhereOnlySolanaIsKnown() throws {
        let options = AggregatorOptions(network: "ethereum") { _ in nil }
        let catalogue = AggregatorCatalogue(options)
        for aggregator in AggregatorCatalogue.all {
            let source = try? catalogue.tokens(aggregator)
            #expect((source == nil) == aggregator.isSolanaOnly)
        }
    }

    @Test(arguments: [
        ("jupiter", ["JUPITER_API_KEY": " s3cret\n"], "x-api-key", "https://api.jup.ag"),
        ("jupiter-price", ["JUPITER_API_KEY": "s3cret"], "x-api-key", "https://api.jup.ag"),
        (
            "coingecko", ["COINGECKO_API_KEY": "s3cret"], "x-cg-demo-api-key",
            "https://api.coingecko.com"
        ),
        (
            "coingecko", ["COINGECKO_API_KEY": "other", "COINGECKO_PRO_API_KEY": "s3cret"],
            "x-cg-pro-api-key", "https://pro-api.coingecko.com"
        ),
    ])
    func keysComeFromTheEnvironmentAndAreNeverShown(
        name: String,
        environment: [String: String],
        header: String,
        host: String
    ) async throws {
        let stub = StubVenue { (_, _) throws(HTTPError) in .text(401, "{}") }
        let network = HTTPNetwork(transport: stub, clock: LeapingClock())
        let catalogue = catalogue(environment, VenueOptions(network: network))
        let aggregator = try AggregatorCatalogue.aggregator(named: name)
        #expect(environment.keys.allSatisfy(aggregator.keyVariables.contains))
        let source = try catalogue.tokens(aggregator)
        let error = await venueError { _ = try await source.tokens(.mints(["a"])) }
        let request = try #require(stub.requests.first)
        #expect(request.headers[header] == "s3cret" && request.url.hasPrefix(host))
        #expect(error?.code == .refused)
        #expect(error?.message.contains("s3cret") == false)
        #expect("\(request) \(request.headers)".contains("s3cret") == false)
        #expect(request.headers.description.contains("\(header): ***"))
    }

    @Test func emptyKeyIsNone() async throws {
        let stub = StubVenue(always: "[]")
        let network = HTTPNetwork(transport: stub, clock: LeapingClock())
        let catalogue = catalogue(
            ["JUPITER_API_KEY": " \n", "COINGECKO_PRO_API_KEY": ""],
            VenueOptions(baseURL: "http://127.0.0.1:1", network: network)
        )
        for aggregator in [Aggregator.jupiter, .coinGecko] {
            _ = try await catalogue.tokens(aggregator).tokens(.mints(["a"]))
        }
        #expect(stub.requests.allSatisfy { $0.headers.fields.isEmpty })
        #expect(stub.requests.allSatisfy { $0.url.hasPrefix("http://127.0.0.1:1/") })
    }

    /// Sources of one host keep its limit together, whichever aggregator's they are.
    @Test func sourcesOfAHostShareItsLimit() async throws {
        let stub = StubVenue { (url, _) throws(HTTPError) in
            .text(url.contains("price") ? "{}" : "[]")
        }
        let clock = LeapingClock()
        let network = HTTPNetwork(transport: stub, clock: clock)
        let catalogue = catalogue([:], VenueOptions(network: network))
        _ = try await catalogue.tokens(.jupiter).tokens(.mints(["a"]))
        _ = try await catalogue.tokens(.jupiterPrice).tokens(.mints(["a"]))
        #expect(clock.sleeps.reduce(.zero, +) >= .milliseconds(2_500))
    }

    private func catalogue(
        _ environment: [String: String],
        _ options: VenueOptions = VenueOptions()
    ) -> AggregatorCatalogue {
        AggregatorCatalogue(AggregatorOptions(venue: options) { environment[$0] })
    }
}
