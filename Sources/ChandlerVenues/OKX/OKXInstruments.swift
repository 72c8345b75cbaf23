import ChandlerCore

/// The answer of `GET /api/v5/public/instruments`; what does not apply is an empty text there.
struct OKXInstruments: Decodable {
    struct Entry: Decodable {
        let instId: String
        let state: String?
        let tickSz: String?
        let lotSz: String?
    }

    let data: [Entry]

    /// The instruments named `BASE-QUOTE` or, of perpetual futures, `BASE-QUOTE-SWAP`.
    ///
    /// Others, such as those with an underscore, cannot be told apart by a ticker of letters and
    /// are left out. Steps of futures count contracts, not coins, and are not told.
    func page(of venue: String, _ segment: OKXDialect.Market) -> InstrumentPage {
        InstrumentPage(
            instruments: data.compactMap { entry in
                let parts = entry.instId.split(separator: "-", omittingEmptySubsequences: false)
                let isNamedSo =
                    segment == .spot ? parts.count == 2 : parts.count == 3 && parts[2] == "SWAP"
                guard isNamedSo, let symbol = try? Symbol("\(parts[0])\(parts[1])") else {
                    return nil
                }
                return Instrument(
                    venue: venue,
                    symbol: symbol,
                    venueSymbol: entry.instId,
                    baseAsset: String(parts[0]),
                    quoteAsset: String(parts[1]),
                    status: entry.state ?? "",
                    tickSize: Self.told(entry.tickSz),
                    stepSize: segment == .spot ? Self.told(entry.lotSz) : nil
                )
            }
        )
    }

    private static func told(_ text: String?) -> String? {
        text.flatMap { $0.isEmpty ? nil : $0 }
    }
}
