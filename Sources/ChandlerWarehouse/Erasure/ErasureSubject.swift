import ChandlerDigest

/// What is to be forgotten: tokens by their mints, or instruments by their symbols.
public struct ErasureSubject: Sendable, Hashable {
    /// What the names are.
    public enum Kind: String, Sendable, Hashable {
        /// Addresses of tokens, taken letter by letter.
        case mint
        /// Tickers such as BTCUSDT, in upper case as they are stored.
        case symbol
    }

    /// What the names are.
    public let kind: Kind
    /// The names, each once, in order.
    public let names: [String]
    /// The only network whose tokens are meant; `nil` for all.
    public let network: String?

    /// Takes names.
    ///
    /// - Parameters:
    ///   - kind: What the names are.
    ///   - names: One or more; letters of symbols are made upper case.
    ///   - network: The only network whose tokens are meant.
    /// - Throws: ``WarehouseError`` with code `usage`; no message repeats a name.
    public init(
        _ kind: Kind,
        _ names: [String],
        network: String? = nil
    ) throws(WarehouseError) {
        self.kind = kind
        self.network = network
        self.names = Set(names.map { kind == .symbol ? Self.upperCased($0) : $0 }).sorted()
        guard !names.isEmpty else {
            throw WarehouseError(.usage, "forget: no \(kind.rawValue) was named")
        }
        guard network == nil || kind == .mint else {
            throw WarehouseError(.usage, "forget: a network goes with mints, not with symbols")
        }
        for (number, name) in names.enumerated() where !Self.isName(name) {
            throw WarehouseError(
                .usage,
                "forget: name number \(number + 1) is no \(kind.rawValue): it has "
                    + "\(name.utf8.count) bytes, expected 1 to 100 without spaces, quotes, "
                    + "backslashes and control characters"
            )
        }
    }

    private static func upperCased(_ name: String) -> String {
        String(
            decoding: name.utf8.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 },
            as: UTF8.self
        )
    }

    private static func isName(_ name: String) -> Bool {
        (1...100).contains(name.utf8.count)
            && name.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != 0x22 && $0 != 0x5C }
    }

    /// How it is called in a log, where the names must not stand.
    public var words: String {
        "\(names.count) \(kind.rawValue)\(names.count == 1 ? "" : "s")"
    }

    /// The names under a key, as the log keeps them: who has the key can look for a name.
    func hashes(_ key: PseudonymKey) -> [String] {
        // A pseudonym of an export under the same key is another text.
        names.map { key.hash.hex(of: "forget \(kind.rawValue) \($0)") }
    }

    /// The names as one parameter; none of them has the character between.
    var parameter: String { names.joined(separator: "\u{1F}") }

    /// How the names may be spelled in free text.
    var spellings: [String] {
        names.flatMap { name -> [String] in
            // Short tickers are words of every language in lower case.
            let hasLower = kind == .symbol ? name.utf8.count >= 5 : name.hasPrefix("0x")
            return hasLower ? [name, name.lowercased()] : [name]
        }
    }
}
