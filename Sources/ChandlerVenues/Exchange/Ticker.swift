import ChandlerCore

/// What a venue's 24-hour ticker says about turnover.
struct Ticker: Sendable, Hashable {
    /// The instrument as the venue spells it there.
    let name: String
    /// The amount in quote currency; finite and not negative.
    let quoteVolume: Double
    /// Whether it is a volume in base currency times a price.
    let isComputed: Bool

    /// A ticker that tells the amount; `nil` where there is none.
    init?(_ name: String, quoteVolume: TickerNumber?) {
        guard let amount = quoteVolume?.value else { return nil }
        self.init(name, amount, isComputed: false)
    }

    /// A ticker that tells a volume and a price; `nil` where one of them is missing.
    init?(_ name: String, volume: TickerNumber?, price: TickerNumber?) {
        guard let volume = volume?.value, let price = price?.value else { return nil }
        self.init(name, volume * price, isComputed: true)
    }

    /// The same ticker by another name.
    func named(_ name: String) -> Ticker? {
        Ticker(name, quoteVolume, isComputed: isComputed)
    }

    private init?(_ name: String, _ amount: Double, isComputed: Bool) {
        guard amount.isFinite, amount >= 0 else { return nil }
        self.name = name
        self.quoteVolume = amount
        self.isComputed = isComputed
    }
}

/// An amount as venues spell it, a string or a number; no value for anything else.
///
/// What is empty, `null`, negative or not finite tells nothing, and is no fault of the whole list.
struct TickerNumber: Decodable, Sendable {
    let value: Double?

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let number =
            (try? container.decode(String.self)).flatMap { Double($0) }
            ?? (try? container.decode(Double.self))
        value = number.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    }
}
