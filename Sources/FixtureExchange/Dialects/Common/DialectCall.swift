import ChandlerCore

/// One request with all that an answer depends on.
struct DialectCall {
    let request: VenueRequest
    let exchange: Exchange
    let faults: [RowFault]
    /// The venue's limit, this request counted.
    let meter: WeightMeter
    /// The exchange's clock when the request came.
    let now: Timestamp

    var query: QueryParameters { request.query }
    var market: TokenMarket { TokenMarket(exchange) }
    var settings: AggregatorSettings { exchange.configuration.aggregators }
}
