/// Where the rows of an answer stand, and what their fields mean.
struct RowLayout: Sendable {
    /// How a field of time counts.
    enum TimeUnit: Int64, Sendable {
        case seconds = 1_000_000
        case milliseconds = 1_000
    }

    /// The member names that lead to the rows; `*` is the first member that is an array.
    var path: [String] = []
    /// The members of rows that are objects, whose order numbers them; `nil` for rows of fields.
    var keys: [String]?
    /// How many fields a row has at least.
    var columns: Int
    /// How the open time counts.
    var timeUnit = TimeUnit.milliseconds
    var openTime = 0
    var open = 1
    var high = 2
    var low = 3
    var close = 4
    var volume = 5
    /// The amount in quote currency, where the venue sends it.
    var quoteVolume: Int?
    /// The number of trades, where the venue sends it.
    var tradeCount: Int?
    /// The field that says whether the candle is complete, and what it then holds; rows that are
    /// too short to have it are judged by the clock.
    var complete: (column: Int, word: String)?
    /// Where the answer names the last open time of a complete candle, as a JSON pointer.
    var lastComplete: String?
    /// Whether volumes are computed with more decimals than a table has, and are rounded.
    var roundsVolumes = false
    /// Whether of two rows with one open time the later one is the venue's correction.
    var keepsLast = false
    /// Whether rows outside the span are part of the venue's habits, not of a fault.
    var sendsSurplus = false

    /// How many fields are looked at.
    var width: Int {
        let optional = [quoteVolume, tradeCount, complete?.column].compactMap { $0 }
        return ([openTime, open, high, low, close, volume] + optional).reduce(0, max) + 1
    }

    /// A field's name in messages.
    func words(_ column: Int) -> String {
        switch column {
        case openTime: "open time"
        case open: "open"
        case high: "high"
        case low: "low"
        case close: "close"
        case volume: "volume"
        case quoteVolume: "quote volume"
        case tradeCount: "trade count"
        default: "field \(column + 1)"
        }
    }
}
