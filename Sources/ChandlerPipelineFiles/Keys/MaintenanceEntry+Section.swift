import ChandlerWarehouse

extension MaintenanceEntry {
    static let section = Section<MaintenanceEntry>(
        make: { MaintenanceEntry() },
        fields: [
            Field(
                "subjects",
                \.subjects,
                .subjects,
                example: "[partitions, vacuum]",
                "What is done."
            ),
            Field(
                "reindex",
                \.reindex,
                .reindexing,
                example: "never",
                "Which indexes are rebuilt: bloated ones (auto), all of them (always), or none (never)."
            ),
            Field(
                "deadline",
                \.deadlineSeconds,
                .duration(1...604_800),
                otherwise: "no end",
                example: "30m",
                "After which time nothing more is begun."
            ),
            Field(
                "backup",
                \.backup,
                .flag,
                example: "true",
                "Whether a backup is made afterwards, where one is set up."
            ),
            Field(
                "doctor",
                \.doctor,
                .flag,
                example: "true",
                "Whether the health of the database is examined at the end."
            ),
        ],
        check: { entry, path, inspection in
            guard entry.reindex == .always, !entry.subjects.contains(.reindex),
                inspection.isSound("\(path).reindex"), !inspection.isFaulty("\(path).subjects")
            else { return }
            inspection.report(
                "reindex: always needs reindex among subjects",
                about: "\(path).reindex"
            )
        }
    )
}

extension Kind where Value == Set<MaintenanceSubject> {
    static var subjects: Kind {
        let word = Kind<String>.word(MaintenanceSubject.allCases.map(\.rawValue), "the subject")
        return Kind<[String]>.list(of: word, identity: { $0 }).mapped(
            { Set($0.compactMap(MaintenanceSubject.init)) },
            back: { set in MaintenanceSubject.allCases.filter(set.contains).map(\.rawValue) }
        )
    }
}

extension Kind where Value == MaintenanceOptions.Reindexing {
    static var reindexing: Kind {
        Kind<String>.word(MaintenanceOptions.Reindexing.allCases.map(\.rawValue), "the word")
            .mapped({ MaintenanceOptions.Reindexing(rawValue: $0) ?? .auto }, back: \.rawValue)
    }
}
