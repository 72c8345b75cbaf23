/// Spellings of a row's texts that several venues share.
enum CandleTexts {
    /// Milliseconds in seconds, with decimals where they are no whole ones.
    static func seconds(_ milliseconds: String) -> String {
        guard milliseconds.count > 3 else { return milliseconds }
        let decimals = milliseconds.suffix(3)
        return milliseconds.dropLast(3) + (decimals == "000" ? "" : "." + decimals)
    }

    /// Whether an amount is written with zeros only, or not at all.
    static func isZero(_ text: some Sequence<UInt8>) -> Bool {
        text.allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") }
    }
}
