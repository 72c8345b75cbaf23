import ChandlerWarehouse

extension RetentionEntry {
    /// The tables that have a rule for old rows.
    static let tables = [
        "market_data", "cubi.trade_data", "system_logs", "trading_signals", "trade_history",
        "trades", "orders", "positions", "cubi.token_data",
    ]

    static let section = Section<RetentionEntry>(
        make: { RetentionEntry() },
        fields: [
            Field(
                "archive",
                \.archive,
                .place("a folder"),
                otherwise: "CHANDLER_HOME/archive or its like",
                example: "/srv/archive",
                "Where archives go."
            ),
            Field(
                "keep",
                \.keep,
                .table(tables, "the table", of: .retentionSpan),
                otherwise: "the usual time of each table",
                example: "{market_data: 400d, system_logs: 6mo}",
                "How long a table's rows are kept, where that is not the usual time."
            ),
            Field(
                "only",
                \.only,
                .list(of: .word(tables, "the table"), identity: { $0 }),
                otherwise: "all tables",
                example: "[market_data]",
                "The tables to work on."
            ),
        ],
        check: { entry, path, inspection in
            let place = "\(path).keep.cubi.token_data"
            if let span = entry.keep["cubi.token_data"], span.isLongerThan90Days {
                inspection.report(
                    "cubi.token_data is kept for 90d at most, \(span) was asked for",
                    hint: "it is the privacy rule",
                    about: place
                )
            }
        }
    )
}

extension RetentionSpan {
    /// Whether it may be; three months can be 92 days.
    fileprivate var isLongerThan90Days: Bool {
        switch self {
        case .forever: true
        case .days(let count): count > 90
        case .months(let count): count > 2
        }
    }
}
