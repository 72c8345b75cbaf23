import ChandlerCore

/// The answer of `GET /0/public/AssetPairs`.
///
/// The venue's own names are old (`XXBTZUSD`) or call coins otherwise than people do (`XBT/USD`,
/// `XDG/USD`); the spelling `BTC/USD` is understood in their place, and is the one that is sent.
struct KrakenPairs: Decodable {
    struct Pair: Decodable {
        let wsname: String?
        let priceDecimals: Int?
        let volumeDecimals: Int?
        let tickSize: String?
        let status: String?

        private enum CodingKeys: String, CodingKey {
            case wsname
            case priceDecimals = "pair_decimals"
            case volumeDecimals = "lot_decimals"
            case tickSize = "tick_size"
            case status
        }
    }

    let result: [String: Pair]

    /// The pairs in the order of their names; those without a name of two assets, which are not
    /// traded in the open, are left out.
    func page(of venue: String) -> InstrumentPage {
        let instruments = result.values.compactMap { Self.instrument($0, venue) }
        return InstrumentPage(
            instruments: instruments.sorted { $0.venueSymbol < $1.venueSymbol }
        )
    }

    /// The spelling of ``Instrument/venueSymbol`` by the venue's own name of a pair.
    var spellings: [String: String] {
        result.compactMapValues { Self.instrument($0, "")?.venueSymbol }
    }

    private static func instrument(_ pair: Pair, _ venue: String) -> Instrument? {
        let assets = (pair.wsname ?? "")
            .split(separator: "/", omittingEmptySubsequences: false)
            .map { commonName(String($0)) }
        guard assets.count == 2, let symbol = try? Symbol(assets.joined()) else { return nil }
        return Instrument(
            venue: venue,
            symbol: symbol,
            venueSymbol: assets.joined(separator: "/"),
            baseAsset: assets[0],
            quoteAsset: assets[1],
            status: pair.status ?? "",
            tickSize: pair.tickSize ?? pair.priceDecimals.flatMap(step),
            stepSize: pair.volumeDecimals.flatMap(step)
        )
    }

    private static func commonName(_ asset: String) -> String {
        switch asset {
        case "XBT": "BTC"
        case "XDG": "DOGE"
        default: asset
        }
    }

    /// The step of so many decimals: `0.01` for 2.
    private static func step(_ decimals: Int) -> String? {
        guard (0...30).contains(decimals) else { return nil }
        return decimals == 0 ? "1" : "0." + String(repeating: "0", count: decimals - 1) + "1"
    }
}
