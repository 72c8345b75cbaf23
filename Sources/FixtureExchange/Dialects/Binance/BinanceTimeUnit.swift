import ChandlerCore

/// The unit of times in answers, chosen by the header `X-MBX-TIME-UNIT`.
enum BinanceTimeUnit: Sendable {
    case milliseconds
    case microseconds

    init(of request: VenueRequest) throws(BinanceError) {
        switch request.header("x-mbx-time-unit")?.uppercased() {
        case nil, "MILLISECOND": self = .milliseconds
        case "MICROSECOND": self = .microseconds
        default:
            throw BinanceError(
                code: -1139,
                message: "Invalid value for header 'X-MBX-TIME-UNIT'; "
                    + "supported values are 'MILLISECOND' and 'MICROSECOND'."
            )
        }
    }

    func number(_ moment: Timestamp) -> Int64 {
        self == .milliseconds ? moment.milliseconds : moment.microseconds
    }

    /// Milliseconds, from a parameter that may be milliseconds or microseconds.
    ///
    /// Both are told apart by size, as in the archive. Microseconds round up, so that a
    /// start inside a millisecond still skips the candle that opens with it.
    static func milliseconds(_ value: Int64) -> Int64 {
        value >= 100_000_000_000_000 ? value / 1_000 + (value % 1_000 > 0 ? 1 : 0) : value
    }
}
