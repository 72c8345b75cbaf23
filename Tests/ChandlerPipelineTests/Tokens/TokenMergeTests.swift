import ChandlerCore
import ChandlerStore
import Testing

@testable import ChandlerPipeline

struct TokenMergeTests {
    private let base = TokenSnapshot("jupiter", "Mint") {
        $0.price = 0.204
        $0.symbol = "TOK"
    }

    @Test func theFirstSourceThatHasAFieldFillsIt() {
        let second = TokenSnapshot("dexscreener", "Mint") {
            $0.symbol = "OTHER"
            $0.liquidity = 5
        }
        let third = TokenSnapshot("coingecko", "Mint") {
            $0.liquidity = 6
            $0.holderCount = 7
            $0.createdAt = Timestamp(seconds: 9)
        }
        let row = TokenMerge.row(base, [second, third])
        #expect(row.source == "jupiter")
        #expect(row.symbol == "TOK")
        #expect((row.price, row.liquidity, row.volume) == (0.204, 5, nil))
        #expect((row.holderCount, row.createdAt) == (7, Timestamp(seconds: 9)))
        #expect(
            row.origins == [
                "symbol": "jupiter", "price": "jupiter", "liquidity": "dexscreener",
                "holder_count": "coingecko", "created_at": "coingecko",
            ]
        )
        #expect(row.raw.map(\.source) == ["jupiter", "dexscreener", "coingecko"])
        #expect(row.doubts.isEmpty)
    }

    @Test(arguments: [0.056, 0.1359, 0.3061, 0, -1, .nan, .infinity])
    func aContradictingPriceContributesNothing(price: Double) {
        let other = TokenSnapshot("dexscreener", "Mint") {
            $0.price = price
            $0.liquidity = 5
        }
        let row = TokenMerge.row(base, [other])
        #expect(row.liquidity == nil)
        #expect(row.doubts == ["price: dexscreener says \(price) USD, jupiter 0.204"])
        #expect(row.raw.map(\.source) == ["jupiter", "dexscreener"])
    }

    @Test(arguments: [0.204, 0.1361, 0.3059])
    func aPriceNearbyIsNoContradiction(price: Double) {
        let other = TokenSnapshot("dexscreener", "Mint") {
            $0.price = price
            $0.liquidity = 5
        }
        let row = TokenMerge.row(base, [other])
        #expect((row.price, row.liquidity) == (0.204, 5))
        #expect(row.doubts.isEmpty)
    }

    @Test func thePriceToAgreeWithIsThatOfWhoeverToldItFirst() {
        let silent = TokenSnapshot("jupiter", "Mint")
        let second = TokenSnapshot("dexscreener", "Mint") { $0.price = 1 }
        let third = TokenSnapshot("coingecko", "Mint") {
            $0.price = 2
            $0.holderCount = 3
        }
        let row = TokenMerge.row(silent, [second, third])
        #expect((row.price, row.holderCount) == (1, nil))
        #expect(row.doubts == ["price: coingecko says 2.0 USD, dexscreener 1.0"])
    }

    @Test func theSameAddressOnAnotherChainIsAnotherToken() {
        let other = TokenSnapshot("dexscreener", "Mint", network: "base") { $0.liquidity = 5 }
        let row = TokenMerge.row(base, [other])
        #expect(row.liquidity == nil)
        #expect(row.doubts.count == 1)
    }

    @Test func anEmptyTickerIsNone() {
        let nameless = TokenSnapshot("jupiter", "Mint") { $0.symbol = "" }
        let other = TokenSnapshot("dexscreener", "Mint") { $0.symbol = "TOK" }
        #expect(TokenMerge.row(nameless, [other]).origins == ["symbol": "dexscreener"])
    }
}
