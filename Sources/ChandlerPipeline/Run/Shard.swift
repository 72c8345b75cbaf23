public import ChandlerCore
import ChandlerDigest

/// One of several equal parts of all series, such as `3/16`: what one of sixteen machines works on.
///
/// Which part a series is in depends on its name and on how many parts there are, and on nothing
/// else: a series that is added or taken away moves no other.
///
/// **The rule,** for whoever wants to know it elsewhere: the first eight bytes of the SHA-256 of the
/// name in UTF-8, such as `binance BTCUSDT 1m`, as a big-endian number, modulo the count, plus one.
public struct Shard: Sendable, Hashable, CustomStringConvertible {
    /// How many parts there may be.
    public static let counts = 1...1_024

    /// Which part, from 1.
    public let index: Int
    /// How many parts there are.
    public let count: Int

    /// Names a part; `nil` where there is none such.
    public init?(_ index: Int, of count: Int) {
        guard Shard.counts.contains(count), (1...count).contains(index) else { return nil }
        self.index = index
        self.count = count
    }

    /// Reads `INDEX/COUNT`, such as `3/16`; `nil` where the text is none.
    public init?(parsing text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy { part in
            (1...4).contains(part.utf8.count) && part.utf8.allSatisfy { (48...57).contains($0) }
        }
        guard parts.count == 2, isPlain, let index = Int(parts[0]), let count = Int(parts[1])
        else { return nil }
        self.init(index, of: count)
    }

    /// Such as `3/16`.
    public var description: String { "\(index)/\(count)" }

    /// Whether this is the part that does what is not of any series, such as upkeep.
    public var isFirst: Bool { index == 1 }

    /// Whether a series is in this part.
    public func holds(_ series: SeriesID) -> Bool { holds("\(series)") }

    /// Whether the candles of a pool are in this part.
    ///
    /// - Parameters:
    ///   - pool: The pool's address, or a coin's key.
    ///   - venue: The aggregator's name.
    ///   - interval: The length of a candle.
    /// - Returns: Whether they are.
    public func holds(pool: String, venue: String, _ interval: Interval) -> Bool {
        holds("\(venue) \(pool) \(interval.rawValue)")
    }

    private func holds(_ name: String) -> Bool {
        Shard.number(name) % UInt64(count) == UInt64(index - 1)
    }

    private static func number(_ name: String) -> UInt64 {
        SHA256.hex(of: name).utf8.prefix(16).reduce(0) { number, digit in
            let isDigit = digit < UInt8(ascii: "a")
            let value = isDigit ? digit - UInt8(ascii: "0") : digit - UInt8(ascii: "a") + 10
            return number << 4 | UInt64(value)
        }
    }
}
