/// Which of Bybit's markets a request means.
enum BybitCategory: String, Sendable, Hashable {
    case spot
    case linear
    case inverse

    /// Reads the parameter; without it the venue takes linear, also where spot was meant.
    init(_ text: String?) throws(BybitError) {
        guard let text else {
            self = .linear
            return
        }
        guard let category = BybitCategory(rawValue: text) else { throw .badCategory }
        self = category
    }

    /// The field that stands sixth in a row: inverse contracts count in quote currency.
    var volume: CandleField { self == .inverse ? .quoteVolume : .volume }

    /// The field that stands seventh in a row.
    var turnover: CandleField { self == .inverse ? .volume : .quoteVolume }
}
