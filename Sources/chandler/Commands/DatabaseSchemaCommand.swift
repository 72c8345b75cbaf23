import ArgumentParser
import ChandlerStore

/// `chandler db schema`.
struct DatabaseSchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Show the live schema beside the expected one.",
        discussion: """
            Compares tables, columns, types, defaults, checks, keys, indexes, partitions, triggers \
            and views. Changes nothing. Ends with code 65 when anything differs; tables that are \
            not Chandler's are listed and are no fault.
            """
    )

    @Flag(help: "Print the statements that make the schema instead, without a database.")
    var sql = false

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func validate() throws {
        if sql, output.json { throw ValidationError("--sql prints no JSON; give one of them") }
    }

    func run() async throws {
        if sql { return printStatements() }
        let lane = try StoreLane(try database.reach(), applicationName: "chandler db schema")
        let comparison = try await lane.compareSchema()
        if output.json {
            try Console.printJSON(SchemaDocument(comparison))
        } else {
            for line in comparison.page { Console.print(line) }
        }
        if comparison.differences > 0 {
            throw CommandFailure(
                exit: .badData,
                message: "\(comparison.verdict); nothing was changed\(hint(comparison))"
            )
        }
    }

    private func hint(_ comparison: SchemaComparison) -> String {
        comparison.version < comparison.expectedVersion
            ? "; \"chandler db migrate\" brings the schema to version \(comparison.expectedVersion)"
            : ""
    }

    private func printStatements() {
        for migration in Migration.all {
            Console.print("-- \(migration.version) \(migration.name)\n")
            Console.print(migration.up + "\n")
        }
    }
}

extension SchemaComparison {
    /// Every relation with what it has; what is wrong stands in words beside it.
    fileprivate var page: [String] {
        relations.flatMap(\.lines) + [verdict]
    }

    /// What came of the comparison, in a line.
    fileprivate var verdict: String {
        guard differences > 0 else { return "schema as expected, version \(version)" }
        let words = Words.plural(differences, "difference")
        let behind = version < expectedVersion ? ", behind version \(expectedVersion)" : ""
        return "schema version \(version)\(behind): \(words) from the expected one"
    }
}

extension RelationComparison {
    fileprivate var lines: [String] {
        var title = "\(Words.printable(name)) · \(kind.rawValue) · \(verdict.rawValue)"
        if let expectedKind { title += ", expected a \(expectedKind.rawValue)" }
        guard !facts.isEmpty else { return [title, ""] }
        let rows = facts.map { fact in
            [
                fact.difference == nil ? " " : "!", fact.aspect.rawValue,
                Words.printable(fact.name ?? ""), fact.marks, fact.live ?? "-",
            ]
        }
        let table = Table(["", "", "", "expected", "live"], rows)
        return [title] + table.lines.map { "  " + $0 } + [""]
    }
}

extension FactComparison {
    /// The expected side: a sign where both agree, else what is wrong.
    fileprivate var marks: String {
        guard difference != nil else { return "same" }
        guard let expected else { return "NOT EXPECTED" }
        return live == nil ? "MISSING: \(expected)" : "DIFFERS: \(expected)"
    }
}

/// The live schema beside the expected one, for programs.
private struct SchemaDocument: Encodable {
    struct Fact: Encodable {
        let aspect: String
        let name: String?
        let live: String?
        let expected: String?
        let difference: String?
    }

    struct Relation: Encodable {
        let name: String
        let kind: String
        let expectedKind: String?
        let verdict: String
        let facts: [Fact]
    }

    let status: String
    let schemaVersion: Int
    let expectedVersion: Int
    let differences: Int
    let relations: [Relation]

    init(_ comparison: SchemaComparison) {
        status = comparison.differences == 0 ? "as expected" : "different"
        schemaVersion = comparison.version
        expectedVersion = comparison.expectedVersion
        differences = comparison.differences
        relations = comparison.relations.map { relation in
            Relation(
                name: relation.name,
                kind: relation.kind.rawValue,
                expectedKind: relation.expectedKind?.rawValue,
                verdict: relation.verdict.rawValue,
                facts: relation.facts.map {
                    Fact(
                        aspect: $0.aspect.rawValue,
                        name: $0.name,
                        live: $0.live,
                        expected: $0.expected,
                        difference: $0.difference
                    )
                }
            )
        }
    }
}
