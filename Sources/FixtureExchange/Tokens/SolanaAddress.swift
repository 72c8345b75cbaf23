/// Makes addresses as Solana has them: base58 of 32 bytes.
enum SolanaAddress {
    private static let alphabet = Array(
        "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8
    )

    /// The address of a name, always the same.
    static func named(_ name: String) -> String {
        var random = SplitMix64(seed: hash(name))
        return make(&random)
    }

    /// A new address.
    static func make(_ random: inout SplitMix64) -> String {
        // 43 digits that begin at the fifth or later are exactly 32 bytes, without bignums.
        var text = [alphabet[4 + Int(random.below(54))]]
        for _ in 1..<43 { text.append(alphabet[Int(random.below(58))]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Whether a text can be an address; shorter ones are taken for words to search for.
    static func isAddress(_ text: some StringProtocol) -> Bool {
        (32...44).contains(text.utf8.count) && text.utf8.allSatisfy(alphabet.contains)
    }

    /// FNV-1a, for seeds that follow from a text.
    static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
