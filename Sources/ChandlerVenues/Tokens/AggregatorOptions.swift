/// How aggregators are talked to.
public struct AggregatorOptions: Sendable {
    /// Addresses, time-outs and patience, as for exchanges.
    public var venue: VenueOptions
    /// Tells the value of a variable of the environment; keys are read from there only.
    public var environment: @Sendable (String) -> String?
    /// The chain that tokens are asked of, by its common name or that of any aggregator.
    public var network: String

    /// Creates options.
    ///
    /// - Parameters:
    ///   - venue: Addresses, time-outs and patience.
    ///   - network: The chain, such as `solana` or `ethereum`.
    ///   - environment: Tells the value of a variable, where it is set.
    public init(
        venue: VenueOptions = VenueOptions(),
        network: String = "solana",
        environment: @escaping @Sendable (String) -> String?
    ) {
        self.venue = venue
        self.network = network
        self.environment = environment
    }

    /// A key without the blanks and line ends that files bring along; `nil` where there is none.
    func key(_ variable: String) -> String? {
        guard let text = environment(variable) else { return nil }
        let key = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
        return key.isEmpty ? nil : String(key)
    }
}
