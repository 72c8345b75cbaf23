import ChandlerPostgres
import ChandlerStore

/// Whether the schema is the one of this program.
///
/// What other examinations report with more words is left out: loose months, default partitions,
/// unlogged tables and invalid indexes.
struct SchemaExamination: Sendable {
    let configuration: ConnectionConfiguration
    let thresholds: DoctorThresholds

    private let subject = Subject("schema", "schema")

    init(configuration: ConnectionConfiguration, thresholds: DoctorThresholds) {
        self.configuration = configuration
        self.thresholds = thresholds
    }

    /// Compares over a connection of its own.
    func examine() async -> Examined {
        do throws(StoreError) {
            let lane = try StoreLane(limited, applicationName: Doctor.applicationName)
            let comparison = try await lane.compareSchema()
            return Examined(
                judge(comparison),
                [
                    Metric(
                        "chandler_schema_version",
                        "The version the schema was brought to.",
                        Double(comparison.version)
                    )
                ]
            )
        } catch {
            return Examined(judge(error))
        }
    }

    /// The server's limits on each statement, unless the user set options for the session.
    private var limited: ConnectionConfiguration {
        guard !configuration.uri.contains("options=") else { return configuration }
        return configuration.with(
            "options",
            "-c statement_timeout=\(thresholds.statementMilliseconds) "
                + "-c lock_timeout=\(thresholds.lockMilliseconds)"
        )
    }

    private func judge(_ comparison: SchemaComparison) -> Finding {
        let differences = comparison.relations.flatMap(\.drift)
        let values: KeyValuePairs<String, Measure.Value> = [
            "version": .int(Int64(comparison.version)),
            "expected_version": .int(Int64(comparison.expectedVersion)),
            "differences": .int(Int64(differences.count)),
            "first_differences": .texts(Array(differences.prefix(5))),
        ]
        if comparison.version < comparison.expectedVersion {
            return subject.finding(
                .warning,
                "version \(comparison.version), this program has \(comparison.expectedVersion)",
                values,
                remedy: "bring it up to date; loads do so by themselves",
                command: "chandler db migrate"
            )
        }
        guard differences.isEmpty else {
            return subject.finding(
                .warning,
                "\(Figure.plural(differences.count, "difference")) from version "
                    + "\(comparison.expectedVersion): \(Figure.list(differences))",
                values,
                remedy: "look at all of it, and undo what was changed by hand",
                command: "chandler db schema"
            )
        }
        return subject.healthy("as expected, version \(comparison.version)", values)
    }

    private func judge(_ error: StoreError) -> Finding {
        switch error.code {
        case .databaseNewer:
            subject.finding(.broken, error.message, remedy: "use the newer program")
        case .migrationChanged:
            subject.finding(.broken, error.message, remedy: "use the program that made it")
        case .permissionDenied: subject.notVisible("not visible to this role: \(error.message)")
        default: subject.finding(.warning, "could not be compared: \(error.message)")
        }
    }
}

extension RelationComparison {
    /// What is wrong with it and is told nowhere else.
    fileprivate var drift: [String] {
        switch verdict {
        case .asExpected, .own, .loose: []
        case .missing: ["\(name) is missing"]
        case .different:
            facts.compactMap { fact in
                guard let difference = fact.difference, !isToldElsewhere(fact) else { return nil }
                let thing = fact.name ?? fact.expected ?? ""
                return "\(name): \(fact.aspect.rawValue) \(thing) \(difference)"
            }
                + (expectedKind == nil || kind == .unloggedTable
                    ? [] : ["\(name) is a \(kind.rawValue)"])
        }
    }
}

extension RelationComparison {
    private static let invalid = " NOT VALID"

    /// An invalid index stands among the facts twice: it is not expected so, and missing.
    private func isToldElsewhere(_ fact: FactComparison) -> Bool {
        switch fact.aspect {
        case .partition: fact.live == "DEFAULT"
        case .index:
            fact.live?.hasSuffix(Self.invalid) == true
                || facts.contains { $0.live == (fact.expected ?? "") + Self.invalid }
        default: false
        }
    }
}
