import ChandlerPostgres
import TestSupport
import Testing

@testable import ChandlerWarehouse

@Suite struct WordSearchTests {
    @Test(
        arguments: [
            ("BTCUSDT", "[forgotten]"), ("a BTCUSDT, b", "a [forgotten], b"),
            ("XBTCUSDT BTCUSDT2 btcusdt", nil), ("BTC/USDT-PERP", "[forgotten]-PERP"),
            (#"{"BTCUSDT_1h": "s=BTCUSDT&x"}"#, #"{"[forgotten]_1h": "s=[forgotten]&x"}"#),
            ("", nil), ("BTCUSDT BTCUSDT", "[forgotten] [forgotten]"),
            ("äBTCUSDTä", "ä[forgotten]ä"), ("a.b", nil), ("a+b", "[forgotten]"),
        ] as [(String, String?)]
    )
    func namesAreFoundBetweenBoundaries(text: String, expected: String?) {
        let search = WordSearch(["BTCUSDT", "BTC/USDT", "a+b"])
        #expect(search.replacing(in: text) == expected)
    }

    @Test func theServerFindsTheSame() throws {
        let connection = try TestCluster.shared().connect()
        var generator = SeededGenerator.announced("word search")
        let letters = ["A", "B", "-", "a", "1", "_", " ", "ä", "\"", "+", "(", "."]
        for _ in 0..<400 {
            func text(_ lengths: ClosedRange<Int>) -> String {
                (0..<Int.random(in: lengths, using: &generator)).map { _ in
                    letters.randomElement(using: &generator) ?? "A"
                }.joined()
            }
            let search = WordSearch([text(1...3), text(1...3), text(2...4)])
            let text = text(0...12)
            let row = try connection.query(
                "SELECT regexp_replace($1, $2, $3, 'g')",
                [.text(text), .text(search.pattern), .text(WordSearch.mark)]
            ).firstRow()
            #expect(
                try row.text(0) == search.replacing(in: text) ?? text,
                "\(text) \(search.pattern)"
            )
        }
    }
}
