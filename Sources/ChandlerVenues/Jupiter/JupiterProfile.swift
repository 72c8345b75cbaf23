import ChandlerHTTP

/// What is known of Jupiter before it is asked anything.
///
/// **Limits:** without a key half a request a second, here one in 2.5 s; with a free key one a
/// second. They count over 60 s and for all keys of an owner together, which nobody here can see.
///
/// **Source:** developers.jup.ag, "Rate limits", "Price v3", "Tokens v2".
enum JupiterProfile {
    /// The variable that holds the key.
    static let keyVariable = "JUPITER_API_KEY"

    /// Makes the profile of one of Jupiter's sources.
    ///
    /// - Parameters:
    ///   - name: The source's name.
    ///   - key: Sent as `x-api-key`.
    /// - Returns: The profile.
    static func profile(_ name: String, key: String?) -> AggregatorProfile {
        AggregatorProfile(
            name: name,
            host: "https://api.jup.ag",
            limit: WeightLimit(weight: 1, per: key == nil ? .milliseconds(2_500) : .seconds(1)),
            limitPause: .seconds(60),
            headers: key.map { ["x-api-key": $0] } ?? [:],
            refusal: { JupiterAnswer($0)?.refusal }
        )
    }
}
