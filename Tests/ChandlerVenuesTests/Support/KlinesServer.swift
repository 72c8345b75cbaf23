import ChandlerCore
import ChandlerHTTP
import Foundation

/// Answers klines requests as Binance does, from minutes of March 2024.
struct KlinesServer: Sendable {
    /// How many minutes exist.
    var minutes: Int
    /// Minutes that an outage left out.
    var missing: Set<Int> = []
    /// The most rows of one answer, whatever is asked for.
    var limit = 1_000

    /// The body for a URL with `startTime`, `endTime` and `limit`.
    func body(_ url: String) -> String {
        let start = Int64(StubVenue.parameter("startTime", url) ?? "") ?? 0
        let end = Int64(StubVenue.parameter("endTime", url) ?? "") ?? .max
        let asked = Int(StubVenue.parameter("limit", url) ?? "") ?? 500
        let rows = (0..<minutes).lazy.filter { !missing.contains($0) }
            .filter {
                let open = march.milliseconds + Int64($0) * 60_000
                return start <= open && open <= end
            }
            .prefix(min(limit, asked)).map { Row($0).json }
        return "[" + rows.joined(separator: ",") + "]"
    }
}
