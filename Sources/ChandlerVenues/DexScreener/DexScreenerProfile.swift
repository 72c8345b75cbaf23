import ChandlerCore
import ChandlerHTTP

/// What is known of DEX Screener before it is asked anything.
///
/// Errors are plain text, so the status decides. **Limits:** 300 requests a minute, here 4 a
/// second. **Source:** docs.dexscreener.com, "API reference"; answers of 2024 to 2026.
enum DexScreenerProfile {
    /// The profile.
    static let profile = AggregatorProfile(
        name: "dexscreener",
        host: "https://api.dexscreener.com",
        limit: WeightLimit(weight: 4, per: .seconds(1)),
        limitPause: .seconds(10),
        refusal: refusal
    )

    private static func refusal(_ response: HTTPResponse) -> VenueRefusal? {
        switch response.status {
        case 400, 404:
            VenueRefusal(kind: .wrong, words: "the words \(response.body.excerpt())")
        default: nil
        }
    }
}
