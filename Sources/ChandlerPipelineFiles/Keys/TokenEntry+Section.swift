import ChandlerVenues

extension TokenEntry {
    static let section = Section<TokenEntry>(
        make: { TokenEntry() },
        fields: [
            Field(
                "source",
                \.source,
                .tokenSource,
                example: "geckoterminal",
                "The aggregator that is asked first."
            ),
            Field(
                "enrich",
                \.enrich,
                .enrichment,
                example: "[dexscreener, geckoterminal]",
                "Who is asked for what is missing: all, none, or aggregators in the order of asking."
            ),
            Field(
                "network",
                \.network,
                .network,
                example: "solana",
                "The chain the tokens are on."
            ),
            Field(
                "mints",
                \.mints,
                .list(of: .address, identity: { $0 }),
                otherwise: "none",
                example: "[JUPyiwrYJFskUPiHa7hkeR8VUtAeFoSYbKedZNsDvCN]",
                "The tokens' addresses."
            ),
            Field(
                "query",
                \.query,
                .words,
                otherwise: "none",
                example: "bonk",
                "Tokens of this name or ticker."
            ),
            Field(
                "recent",
                \.recent,
                .onlyTrue,
                otherwise: "false",
                example: "true",
                "The newest tokens."
            ),
        ],
        groups: [KeyGroup(keys: ["mints", "query", "recent"], isExclusive: true)],
        check: { entry, path, inspection in
            entry.checkSource(path, &inspection)
            guard entry.network == "solana", !inspection.isFaulty("\(path).network") else { return }
            for (mint, place) in zip(entry.mints, inspection.items["\(path).mints"] ?? []) {
                SolanaAddress.check(mint, place, &inspection)
            }
        }
    )

    /// Not every aggregator answers every question.
    private func checkSource(_ path: String, _ inspection: inout Inspection) {
        guard !inspection.isFaulty("\(path).source"),
            let aggregator = AggregatorCatalogue.all.first(where: { $0.name == source })
        else { return }
        if aggregator.isSolanaOnly, network != "solana", inspection.isSound("\(path).network") {
            let others = AggregatorCatalogue.all.filter { !$0.isSolanaOnly }.map(\.name)
            inspection.report(
                "\(source) knows tokens of solana only",
                hint: "name another source: \(others.joined(separator: ", "))",
                about: "\(path).network"
            )
        }
        let asked: [(key: String, question: Aggregator.Question, words: String)] = [
            ("mints", .mints, "tokens by address"), ("query", .search, "tokens by name"),
            ("recent", .recent, "newest tokens"),
        ]
        for ask in asked where inspection.isSound("\(path).\(ask.key)") {
            if aggregator.questions.contains(ask.question) { continue }
            let others = AggregatorCatalogue.all.filter { $0.questions.contains(ask.question) }
            inspection.report(
                "\(source) tells no \(ask.words)",
                hint: "those that do are \(others.map(\.name).joined(separator: ", "))",
                about: "\(path).\(ask.key)"
            )
        }
    }
}

extension Kind where Value == [String]? {
    /// Who is asked for what is missing; `nil` for all.
    static var enrichment: Kind {
        let names = Kind<[String]>.list(of: .tokenSource, identity: { $0 })
        return Kind(
            shape: .words(["all", "none"], or: names.shape),
            literal: { value in
                guard let value else { return .text("all") }
                return value.isEmpty ? .text("none") : names.literal(value)
            },
            read: { node, path, inspection in
                guard case .scalar(let scalar) = node.content else {
                    return names.read(node, path, &inspection).map { .some($0) }
                }
                inspection.note(node, path)
                switch scalar.text {
                case "all": return .some(nil)
                case "none": return .some([])
                default: return names.read(node, path, &inspection).map { .some($0) }
                }
            }
        )
    }
}
