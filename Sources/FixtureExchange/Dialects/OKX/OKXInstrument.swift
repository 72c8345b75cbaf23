/// A name such as `BTC-USDT` or, of a perpetual future, `BTC-USDT-SWAP`.
struct OKXInstrument: Sendable, Hashable {
    /// The ticker of the candle file.
    let symbol: String
    let base: String
    let quote: String
    let isSwap: Bool

    /// Takes the ticker of a candle file.
    init(symbol: String, isSwap: Bool) {
        self.symbol = symbol
        self.isSwap = isSwap
        (base, quote) = BinanceExchangeInfo.assets(of: symbol)
    }

    /// Reads the venue's name; `nil` where it is none, or is divided at another place.
    init?(name: String) {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        let isSwap = parts.count == 3 && parts[2] == "SWAP"
        guard isSwap || parts.count == 2 else { return nil }
        self.init(symbol: "\(parts[0])\(parts[1])", isSwap: isSwap)
        guard base == parts[0], quote == parts[1] else { return nil }
    }

    /// The venue's name.
    var name: String { isSwap ? "\(base)-\(quote)-SWAP" : "\(base)-\(quote)" }

    /// The fields that stand sixth, seventh and eighth in a row.
    ///
    /// Of futures the sixth counts contracts: here it is any number but the volume.
    var amounts: [(field: CandleField, isContracts: Bool)] {
        isSwap
            ? [(.volume, true), (.volume, false), (.quoteVolume, false)]
            : [(.volume, false), (.quoteVolume, false), (.quoteVolume, false)]
    }
}
