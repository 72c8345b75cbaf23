import ChandlerCore
import Testing

@testable import FixtureExchange

@Suite struct TokenBookTests {
    private let now = Timestamp(milliseconds: Int64(minute(10)) + 30_000)

    @Test func addressesAreThirtyTwoBytesInBase58() {
        var random = SplitMix64(seed: 7)
        let made = (0..<200).map { _ in SolanaAddress.make(&random) }
        for address in made + FixtureTokens.purposes.map(\.address) {
            #expect(decoded(address).count == 32, "\(address)")
            #expect(SolanaAddress.isAddress(address))
        }
        #expect(!SolanaAddress.isAddress("FXM"))
    }

    @Test func sameSeedGivesTheSameTokensAndAnotherKeepsTheNamedOnes() {
        let (first, again) = (TokenBook(seed: 1), TokenBook(seed: 1))
        let other = TokenBook(seed: 2)
        #expect(first.tokens.map(\.mint) == again.tokens.map(\.mint))
        #expect(first.pools.map(\.address) == again.pools.map(\.address))
        #expect(first.tokens.last?.mint != other.tokens.last?.mint)
        #expect(other.token(FixtureTokens.memecoin, at: now)?.symbol == "FXM")
    }

    @Test func tokensDifferInWhatTheyShouldDifferIn() {
        let book = TokenBook(seed: 2_026)
        #expect(Set(book.tokens.map(\.mint)).count == book.tokens.count)
        #expect(Set(book.pools.map(\.address)).count == book.pools.count)
        #expect(Set(book.tokens.map(\.symbol)).count < book.tokens.count)
        let prices = book.tokens.map(\.price)
        #expect(prices.allSatisfy { (1e-12...1e3).contains($0) })
        #expect(prices.contains { $0 < 1e-9 } && prices.contains { $0 > 500 })
        let quotes = book.pools.filter { $0.base == FixtureTokens.wrappedSOL }
        #expect(quotes.count > 3)
        #expect(book.tokens.allSatisfy { !book.pools(of: $0.mint, at: now).isEmpty })
    }

    @Test func newTokensComeEveryTwoMinutesAndStayTheSame() throws {
        let book = TokenBook(seed: 2_026)
        let before = book.recent(30, at: now)
        let after = book.recent(30, at: now + 120_000_000)
        #expect(before.dropLast().map(\.token.mint) == after.dropFirst().map(\.token.mint))
        let newest = try #require(before.first)
        #expect(newest.token.createdAt <= now)
        #expect(book.token(newest.token.mint, at: now)?.price == newest.token.price)
        #expect(book.pool(newest.pool.address, at: now)?.base == newest.token.mint)
        let unborn = try #require(after.first).token.mint
        #expect(book.token(unborn, at: now) == nil)
    }

    /// Base58 as it is defined, digit by digit.
    private func decoded(_ address: String) -> [UInt8] {
        let alphabet = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
        var bytes: [UInt8] = []
        for character in address {
            var carry = alphabet.firstIndex(of: character) ?? 0
            for index in bytes.indices {
                carry += Int(bytes[index]) * 58
                bytes[index] = UInt8(carry & 0xff)
                carry >>= 8
            }
            while carry > 0 {
                bytes.append(UInt8(carry & 0xff))
                carry >>= 8
            }
        }
        return bytes + address.prefix { $0 == "1" }.map { _ in 0 }
    }
}
