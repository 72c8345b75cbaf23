import ChandlerCore

/// Rules for addresses of tokens and pools on any chain.
enum TokenAddress {
    /// The longest address that is kept.
    static let longest = 128

    /// Whether a text can be an address: 1 to 128 printable ASCII characters without blanks.
    static func isValid(_ text: String) -> Bool {
        (1...longest).contains(text.utf8.count) && text.utf8.allSatisfy { $0 > 32 && $0 < 127 }
    }

    /// The spelling by which addresses are compared.
    ///
    /// Case matters on Solana and most chains; on those of Ethereum's kind it is a checksum that
    /// some aggregators leave out.
    static func folded(_ address: String) -> String {
        address.utf8.count == 42 && address.hasPrefix("0x") ? address.lowercased() : address
    }

    /// Whether two spellings name the same token.
    static func areSame(_ left: String, _ right: String) -> Bool {
        folded(left) == folded(right)
    }

    /// An address that an aggregator sent.
    ///
    /// - Throws: ``RowFault`` where it is none.
    static func read(_ value: JSONValue?, _ field: String) throws(RowFault) -> String {
        guard let text = value?.string, isValid(text) else {
            throw RowFault(
                rule: "bad_mint",
                reason:
                    "\(field) \(value.map { quoted($0.raw) } ?? "is missing, it") is no address "
                    + "of 1 to \(longest) printable characters"
            )
        }
        return text
    }
}
