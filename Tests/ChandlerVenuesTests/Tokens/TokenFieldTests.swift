import ChandlerCore
import Testing

@testable import ChandlerVenues

@Suite struct TokenFieldTests {
    @Test(arguments: [
        ("2026-02-23T04:55:12.461Z", "2026-02-23T04:55:12.461Z"),
        ("2026-02-23T04:55:12.461987654Z", "2026-02-23T04:55:12.461987Z"),
        ("2024-01-29T17:33:29Z", "2024-01-29T17:33:29Z"),
        ("2024-01-29T17:33:29.123456789+02:00", "2024-01-29T15:33:29.123456Z"),
        ("2024-01-29", "2024-01-29T00:00:00Z"),
    ])
    func momentsAreCutToMicroseconds(text: String, expected: String) throws {
        #expect(try json("\"\(text)\"").moment?.description == expected)
    }

    @Test(arguments: [
        "\"\"", "\"yesterday\"", "1709251200", "\"2024-13-01T00:00:00Z\"",
        "\"2024-01-29T17:33:29.Z\"",
        "\"9999-12-31T23:59:59-10:00\"", "\"0001-01-01T00:00:00+10:00\"", "null",
    ])
    func whatIsNoMomentIsNone(text: String) throws {
        #expect(try json(text).moment == nil)
    }

    @Test func nonsenseIsNoData() throws {
        #expect(try json("-1").amount == nil && json("-1").count == nil)
        #expect(try json("0").amount == 0 && json("\"0\"").count == 0)
        #expect(try json("-5").milliseconds == nil)
        #expect(try json("9223372036854775807").milliseconds == nil)
        #expect(try json("1728468437000").milliseconds?.milliseconds == 1_728_468_437_000)
        #expect(try json("\"\"").ticker == nil && json("7").ticker == nil)
    }

    @Test(arguments: [
        ("So11111111111111111111111111111111111111112", true), ("", false), (" ", false),
        ("a b", false), ("é", false), (String(repeating: "x", count: 128), true),
        (String(repeating: "x", count: 129), false), ("0x2::sui::SUI", true), ("a\nb", false),
    ])
    func addressesAreShortAndPlain(text: String, isValid: Bool) {
        #expect(TokenAddress.isValid(text) == isValid)
    }

    @Test func caseMattersExceptWhereItIsAChecksum() throws {
        let plain = "0xdac17f958d2ee523a2206206994597c13d831ec7"
        let checked = "0xdAC17F958D2ee523a2206206994597C13D831ec7"
        #expect(TokenAddress.areSame(plain, checked))
        #expect(!TokenAddress.areSame("8sLbNZoA", "8slbnzoa"))
        let asked = try AskedTokens([checked, plain, "b", "b"], task: "t")
        #expect(asked.mints == [checked, "b"])
        #expect(asked.spelling(of: plain) == checked && asked.spelling(of: "B") == nil)
        #expect(asked.groups(of: 1) == [[checked], ["b"]])
        #expect(try AskedTokens([], task: "t").groups(of: 5).isEmpty)
    }

    @Test(arguments: ["", "a,b", "a b", String(repeating: "x", count: 129)])
    func badAddressIsRefusedBeforeAnythingIsAsked(mint: String) {
        let error = #expect(throws: VenueError.self) { try AskedTokens(["a", mint], task: "ask") }
        #expect(error?.code == .refused)
        #expect(error?.message.hasPrefix("ask: ") == true)
    }

    @Test func networksAreFoundByAnyName() {
        for name in ["eth", "ethereum"] {
            let network = AggregatorNetwork(name)
            #expect(network.name == "ethereum" && network.dexScreener == "ethereum")
            #expect(network.geckoTerminal == "eth" && network.coinGecko == "ethereum")
        }
        let solana = AggregatorNetwork("solana")
        #expect(
            Set([solana.name, solana.dexScreener, solana.geckoTerminal, solana.coinGecko])
                == ["solana"]
        )
        #expect(AggregatorNetwork("polygon_pos").coinGecko == "polygon-pos")
    }
}
