/// What a request is about, in words that mean the same for every venue.
struct RequestSubject: Sendable, Hashable {
    var path: String
    /// Whether it asks for what is loaded: candles, or what aggregators tell of tokens.
    var asksForCandles = false
    var symbol: String?
    /// Spelled as Chandler spells it.
    var interval: String?
    /// The first open time asked for, in milliseconds.
    var start: Int64?
}
