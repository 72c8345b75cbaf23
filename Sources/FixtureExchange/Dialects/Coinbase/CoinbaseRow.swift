/// One candle in the spelling of either API.
struct CoinbaseRow {
    private let texts: [CandleField: [UInt8]]

    init(_ texts: [CandleField: [UInt8]]) {
        self.texts = texts
    }

    /// An object of texts, as in Advanced Trade.
    var object: String {
        "{\"start\":\"\(start)\",\"low\":\"\(text(.low))\",\"high\":\"\(text(.high))\","
            + "\"open\":\"\(text(.open))\",\"close\":\"\(text(.close))\","
            + "\"volume\":\"\(text(.volume))\"}"
    }

    /// An array of numbers, as in Coinbase Exchange; what is no number there stands in quotes.
    func numbers(noisy: Bool) -> String {
        let prices = [CandleField.low, .high, .open, .close].map { Self.number(text($0)) }
        let volume = noisy ? Self.noisy(text(.volume)) : text(.volume)
        let fields = [Self.number(start)] + prices + [Self.number(volume)]
        return "[" + fields.joined(separator: ",") + "]"
    }

    private func text(_ field: CandleField) -> String {
        String(decoding: texts[field] ?? [], as: UTF8.self)
    }

    /// The open time in seconds, with decimals where it is not a whole one.
    private var start: String { CandleTexts.seconds(text(.openTime)) }

    /// The spelling that a float gets: no zeros at the end, and an exponent below a millionth.
    private static func number(_ text: String) -> String {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let isNumber = parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isWholeNumber) }
        guard isNumber, let whole = parts.first, parts.count <= 2 else { return "\"\(text)\"" }
        guard parts.count == 2 else { return text }
        var decimals = parts[1]
        while decimals.last == "0" { decimals.removeLast() }
        guard !decimals.isEmpty else { return String(whole) }
        let digits = decimals.drop { $0 == "0" }
        let zeros = decimals.count - digits.count
        guard whole == "0", zeros >= 6, let first = digits.first else {
            return "\(whole).\(decimals)"
        }
        let rest = digits.dropFirst()
        return "\(first)\(rest.isEmpty ? "" : ".")\(rest)e-\(zeros + 1)"
    }

    /// The same amount with an error far beyond its eighth decimal.
    private static func noisy(_ text: String) -> String {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first, parts.count <= 2 else { return text }
        let decimals = parts.count == 2 ? parts[1] : ""
        guard decimals.count <= 8, text.contains(where: { ("1"..."9").contains($0) }) else {
            return text
        }
        return "\(whole).\(decimals)" + String(repeating: "0", count: 14 - decimals.count) + "1"
    }
}
