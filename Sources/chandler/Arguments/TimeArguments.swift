import ArgumentParser
import ChandlerCore
import Foundation

/// The span of a command; `--to` is exclusive.
struct TimeArguments: ParsableArguments {
    @Option(
        help: "The first moment: a date, an RFC 3339 time, or a span back from now (90d, 12h).",
        transform: readMoment
    )
    var from: Timestamp

    @Option(
        help: "The first moment not wanted any more; all complete candles by default.",
        transform: readMoment
    )
    var to: Timestamp?

    func validate() throws {
        if let to, to <= from {
            throw ValidationError("--to \(to.compact) is not after --from \(from.compact)")
        }
    }
}

/// Reads a date, a time or a span back from now, all in UTC.
@Sendable func readMoment(_ text: String) throws -> Timestamp {
    if let moment = Timestamp(parsing: text) { return moment }
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
    if let unit = text.last, let seconds = units[unit], let count = Int64(text.dropLast()),
        (1...1_000_000).contains(count)
    {
        let now = Int64(Date().timeIntervalSince1970)
        return Timestamp(seconds: now - count * seconds)
    }
    throw ValidationError(
        "\(quoted(text)) is no moment: expected a date such as 2024-01-31, a time such as "
            + "2024-01-31T12:00:00Z, or a span back from now such as 90d, 12h or 30m"
    )
}
