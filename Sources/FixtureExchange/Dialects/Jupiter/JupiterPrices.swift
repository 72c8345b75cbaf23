import ChandlerCore

/// `GET /price/v3?ids=`: an object by mint, without those that have no reliable price.
struct JupiterPrices {
    private static let mostMints = 50

    private let mints: [String]
    private let call: DialectCall

    init(_ call: DialectCall) throws(JupiterError) {
        mints = call.query.list("ids")
        self.call = call
        guard !mints.isEmpty else { throw .badParameter("ids is required") }
        guard mints.count <= Self.mostMints else {
            throw .badParameter("Too many ids: \(mints.count), at most \(Self.mostMints)")
        }
    }

    var answer: Answer {
        let now = call.exchange.clock.now
        var seen: Set<String> = []
        let unique = mints.filter { seen.insert($0).inserted }
        let entries = EntryList(unique, at: now, disturbing: call.faults)
            .texts { mint, moment in
                member(mint, TokenMarket(call.exchange, at: moment))
            }
        return Answer(
            contentType: "application/json",
            text: "{" + entries.joined(separator: ",") + "}"
        )
    }

    private func member(_ mint: String, _ market: TokenMarket) -> String? {
        guard let token = market.token(mint),
            token.quirks.isDisjoint(with: [.unknownToJupiter, .unpriced])
        else { return nil }
        let state = market.state(of: token)
        var members = JSONMembers()
        members.add("createdAt", token.createdAt.description)
        members.add("liquidity", state.liquidity)
        members.add("usdPrice", raw: JupiterPrices.text(state.price))
        members.add("blockId", raw: state.isQuiet ? "null" : "\(state.slot)")
        members.add("decimals", token.decimals)
        members.add(
            "priceChange24h",
            raw: state.isQuiet ? "null" : DecimalDigits(state.change).short
        )
        if token.quirks.contains(.young) { members.add("launchpad", "pump.fun") }
        return "\(jsonString(mint)):\(members.text)"
    }

    /// A price as the venue writes it: plain down to 1e-6, with an exponent below.
    static func text(_ price: Double) -> String {
        let digits = DecimalDigits(price)
        return price < 1e-6 ? digits.short : digits.plain()
    }
}
