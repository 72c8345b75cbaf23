extension NotificationEntry {
    static let section = Section<NotificationEntry>(
        make: { NotificationEntry() },
        fields: [
            Field(
                "on",
                \.on,
                .occasions,
                example: "[failure, recovery]",
                "What is told: a failure, a success after a failure (recovery), every success."
            ),
            Field(
                "webhook",
                \.webhookVariable,
                .variable,
                otherwise: "none",
                example: "ALERT_WEBHOOK",
                "The variable of the environment that holds the address a JSON document is posted to."
            ),
            Field(
                "command",
                \.command,
                .list(of: .words),
                otherwise: "none",
                example: "[/usr/local/bin/alert, --source, chandler]",
                "A program and its arguments; it gets the JSON document on its standard input."
            ),
        ],
        groups: [KeyGroup(keys: ["webhook", "command"], isExclusive: false)]
    )
}

extension Kind where Value == Set<NotificationEntry.Occasion> {
    static var occasions: Kind {
        let all = NotificationEntry.Occasion.allCases
        let word = Kind<String>.word(all.map(\.rawValue), "the occasion")
        return Kind<[String]>.list(of: word, identity: { $0 }).mapped(
            { Set($0.compactMap(NotificationEntry.Occasion.init)) },
            back: { set in all.filter(set.contains).map(\.rawValue) }
        )
    }
}
