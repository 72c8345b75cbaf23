import ChandlerCore
import ChandlerIndicators
import ChandlerVenues

extension SeriesEntry {
    static let section = Section<SeriesEntry>(
        make: { SeriesEntry() },
        fields: [
            Field(
                "venue",
                \.venue,
                .venue,
                isRequired: true,
                example: "binance",
                "The venue the instruments trade at."
            ),
            Field(
                "symbols",
                \.symbols,
                .list(of: .symbol, identity: \.text),
                otherwise: "only those that the rule picks",
                example: "[BTCUSDT, ETHUSDT]",
                "The venue's tickers without separators."
            ),
            Field(
                "rule",
                \.rule,
                .symbolRule,
                otherwise: "only the symbols",
                example: "top:50:USDT",
                "Picks the most traded tickers of a quote asset when the run begins; may stand beside "
                    + "symbols."
            ),
            Field(
                "intervals",
                \.intervals,
                .list(of: .interval, identity: \.rawValue),
                isRequired: true,
                example: "[1m, 1h]",
                "The lengths of candles; 1m is a minute, 1M a month."
            ),
            Field(
                "from",
                \.from,
                .moment,
                isRequired: true,
                example: "2024-01-01",
                "The first moment wanted, in UTC."
            ),
            Field(
                "to",
                \.to,
                .moment,
                otherwise: "all that is complete",
                example: "2024-06-30T12:00:00Z",
                "The first moment not wanted any more, in UTC."
            ),
            Field(
                "indicators",
                \.indicators,
                .indicators,
                otherwise: "the pipeline's",
                example: "core",
                "The indicators of these series: core (25), full (72), none, or names."
            ),
            Field(
                "resample",
                \.resample,
                .flag,
                example: "true",
                "Whether an interval that the venue lacks is joined from a shorter one that it has."
            ),
        ],
        groups: [KeyGroup(keys: ["symbols", "rule"], isExclusive: false)],
        check: { entry, path, inspection in
            checkSpan(entry.from, entry.to, path, &inspection)
            entry.checkIntervals(path, &inspection)
        }
    )

    private func checkIntervals(_ path: String, _ inspection: inout Inspection) {
        guard inspection.isSound("\(path).venue"),
            let venue = VenueCatalogue.all.first(where: { $0.name == self.venue })
        else { return }
        let places = inspection.items["\(path).intervals"] ?? []
        for (interval, place) in zip(intervals, places) where !venue.intervals.contains(interval) {
            let isMadeOfOthers = venue.intervals.contains { $0.divides(interval) }
            if resample, isMadeOfOthers { continue }
            let list = venue.intervals.map(\.rawValue).joined(separator: " ")
            inspection.report(
                "\(venue.name) has no candles of \(interval.rawValue)"
                    + (isMadeOfOthers ? "" : " and none to join them from"),
                hint: isMadeOfOthers
                    ? "write resample: true to join them from shorter ones; it has \(list)"
                    : "it has \(list)",
                about: place
            )
        }
    }
}

/// Looks whether a span ends after it begins.
func checkSpan(
    _ from: Moment?,
    _ to: Moment?,
    _ path: String,
    _ inspection: inout Inspection
) {
    guard inspection.isSound("\(path).from"), inspection.isSound("\(path).to") else { return }
    let isBackwards: Bool
    switch (from, to) {
    case (.at(let from), .at(let to)): isBackwards = to <= from
    case (.back(let from), .back(let to)): isBackwards = to >= from
    default: isBackwards = false
    }
    if isBackwards {
        inspection.report(
            "to is not after from",
            hint: "to is the first moment that is not wanted any more",
            about: "\(path).to"
        )
    }
}

extension Interval {
    /// Whether every candle of the longer interval is made of whole candles of this one.
    fileprivate func divides(_ longer: Interval) -> Bool {
        guard let length = fixedMicroseconds, self != .week, self != .threeDays,
            longer != .threeDays
        else { return false }
        guard let whole = longer.fixedMicroseconds else {
            return Timestamp.microsecondsPerDay % length == 0
        }
        return length < whole && whole % length == 0
    }
}
