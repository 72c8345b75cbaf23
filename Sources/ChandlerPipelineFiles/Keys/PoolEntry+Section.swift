import ChandlerCore
import ChandlerVenues

extension PoolEntry {
    static let section = Section<PoolEntry>(
        make: { PoolEntry() },
        fields: [
            Field(
                "venue",
                \.venue,
                .poolVenue,
                isRequired: true,
                example: "geckoterminal",
                "The aggregator that has the candles."
            ),
            Field(
                "network",
                \.network,
                .network,
                example: "ethereum",
                "The chain the pools are on."
            ),
            Field(
                "pools",
                \.pools,
                .list(of: .address, identity: { $0 }),
                isRequired: true,
                example: "[8sLbNZoA1cfnvMJLPfp98ZLAnFSYCFApfJKMbiXNLwxj]",
                "The pools' addresses, or a coin's keys at coingecko."
            ),
            Field(
                "token",
                \.token,
                .address,
                otherwise: "the base of each pool",
                example: "JUPyiwrYJFskUPiHa7hkeR8VUtAeFoSYbKedZNsDvCN",
                "The address of the token of a pool whose price is wanted."
            ),
            Field(
                "intervals",
                \.intervals,
                .list(of: .interval, identity: \.rawValue),
                isRequired: true,
                example: "[1h]",
                "The lengths of candles that the aggregator has."
            ),
            Field(
                "from",
                \.from,
                .moment,
                isRequired: true,
                example: "30d",
                "The first moment wanted, in UTC."
            ),
            Field(
                "to",
                \.to,
                .moment,
                otherwise: "all that is complete",
                example: "2024-06-30",
                "The first moment not wanted any more, in UTC."
            ),
            Field(
                "indicators",
                \.indicators,
                .indicators,
                otherwise: "the pipeline's",
                example: "none",
                "The indicators of these pools: core (25), full (72), none, or names."
            ),
        ],
        check: { entry, path, inspection in
            checkSpan(entry.from, entry.to, path, &inspection)
            entry.checkIntervals(path, &inspection)
            entry.checkAddresses(path, &inspection)
        }
    )

    private func checkIntervals(_ path: String, _ inspection: inout Inspection) {
        guard inspection.isSound("\(path).venue"),
            let venue = AggregatorCatalogue.all.first(where: { $0.name == self.venue })
        else { return }
        let places = inspection.items["\(path).intervals"] ?? []
        for (interval, place) in zip(intervals, places) where !venue.intervals.contains(interval) {
            inspection.report(
                "\(venue.name) has no candles of \(interval.rawValue)",
                hint: "it has \(venue.intervals.map(\.rawValue).joined(separator: " "))",
                about: place
            )
        }
    }

    /// A coin's key at an aggregator that averages over venues is no address.
    private func checkAddresses(_ path: String, _ inspection: inout Inspection) {
        guard network == "solana", !inspection.isFaulty("\(path).network"),
            venue == Aggregator.geckoTerminal.name
        else { return }
        for (pool, place) in zip(pools, inspection.items["\(path).pools"] ?? []) {
            SolanaAddress.check(pool, place, &inspection)
        }
        if let token { SolanaAddress.check(token, "\(path).token", &inspection) }
    }
}

/// Rules for addresses on Solana.
enum SolanaAddress {
    /// Reports a text that is not spelled like an address: one spoils a whole request.
    static func check(_ text: String, _ place: String, _ inspection: inout Inspection) {
        let isPlain = text.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        }
        let isBase58 = isPlain && text.utf8.allSatisfy { !"0OIl".utf8.contains($0) }
        if isBase58, (32...44).contains(text.utf8.count) { return }
        let wrong = text.first {
            !$0.isASCII || !($0.isLetter || $0.isNumber) || "0OIl".contains($0)
        }
        inspection.report(
            "\(Secrets.shown(text)) is no address on solana: those are 32 to 44 letters and digits "
                + "without 0, O, I and l",
            hint: wrong.map { "it has \(quoted(String($0)))" }
                ?? "it has \(text.utf8.count); another chain is named by network",
            about: place
        )
    }
}
