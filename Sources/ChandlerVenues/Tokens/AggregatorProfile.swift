import ChandlerHTTP

/// What is known of an aggregator before it is asked anything, as data.
struct AggregatorProfile: Sendable {
    /// The name in the table and on the command line, such as `jupiter`.
    let name: String
    /// The base URL without a path.
    let host: String
    /// What an address or a key may ask for; every request weighs 1.
    let limit: WeightLimit
    /// The pause after the first refusal for the limit that names none; it doubles with each
    /// further one that comes right after.
    let limitPause: Duration
    /// Sent with every request; may hold a key.
    var headers: HTTPHeaders = [:]
    /// The aggregator's own error in an answer, or `nil` where there is none.
    ///
    /// Asked for every answer that is no success, and for short ones that are.
    let refusal: @Sendable (HTTPResponse) -> VenueRefusal?
}
