import ChandlerDigest

/// Makes pseudonyms: 32 hexadecimal digits, the same for the same value under the same key.
final class Pseudonyms {
    private let hash: KeyedHash
    /// Values come again and again; so many are remembered.
    private var known: [String: String] = [:]
    private static let mostKnown = 100_000

    init(_ key: PseudonymKey) {
        hash = key.hash
    }

    /// The pseudonym of a value.
    func pseudonym(of value: String) -> String {
        if let known = known[value] { return known }
        if known.count >= Pseudonyms.mostKnown { known.removeAll(keepingCapacity: true) }
        let pseudonym = String(hash.hex(of: value).prefix(32))
        known[value] = pseudonym
        return pseudonym
    }
}

extension PseudonymKey {
    /// What rows are ordered by where their key is hidden: in the order of the hidden values, their
    /// ranks would tell them to who knows them all.
    var orderSalt: String { hash.hex(of: "chandler: order of rows") }
}
