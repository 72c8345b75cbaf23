import ArgumentParser
import ChandlerPostgres
import ChandlerStore
import ChandlerWarehouse

/// `chandler db roles apply`.
struct DatabaseRolesApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Make the roles, give the tables to their owner, and set every right.",
        discussion: """
            Brings the schema up to date first. Running it again changes nothing. A login that may \
            not do all of it changes nothing and ends with code 77; the statements for an \
            administrator then stand on standard output.

            EXAMPLES
              chandler db roles apply --login loader=app --login grafana=reader
              chandler db roles apply --dry-run | psql -U postgres candles
            """
    )

    @Option(
        help: ArgumentHelp(
            "Make a login that exists a member: of app, reader or owner.",
            valueName: "name=role"
        )
    )
    var login: [String] = []

    @Flag(help: "Only print the statements.")
    var dryRun = false

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func validate() throws { _ = try logins() }

    func run() async throws {
        let configuration = try database.reach()
        if !dryRun { try await bringUpToDate(configuration) }
        let roles = RoleSet(
            try PostgresConnection(configuration, applicationName: "chandler db roles apply")
        )
        if dryRun { return try show(try roles.plan(logins()), isDone: false) }
        do {
            try show(try roles.apply(logins()), isDone: true)
        } catch let error as WarehouseError {
            if error.code == .permissionDenied, !output.json {
                Console.write(try roles.plan(logins()).sql, to: 1)
            }
            throw error
        }
    }

    /// A login that may not even look at the schema's version is told what an administrator does.
    private func bringUpToDate(_ configuration: ConnectionConfiguration) async throws {
        let lane = try StoreLane(configuration, applicationName: "chandler db roles apply")
        do {
            try await DatabaseArguments.bringUpToDate(lane)
        } catch let error as StoreError where error.code == .permissionDenied {}
    }

    private func show(_ plan: RolePlan, isDone: Bool) throws {
        if output.json {
            try Console.printJSON(RolesAppliedDocument(plan, isDone: isDone))
        } else if !isDone {
            Console.write(plan.sql, to: 1)
        } else {
            for step in plan.steps { Console.print("\(step.sql)") }
            Console.print(
                plan.isEmpty
                    ? "roles as expected, nothing changed"
                    : "roles applied: \(Words.plural(plan.steps.count, "change"))"
            )
        }
    }

    /// The logins with their roles.
    private func logins() throws -> [RoleLogin] {
        try login.map { text in
            // A name may hold the sign itself.
            guard let sign = text.lastIndex(of: "="), sign > text.startIndex,
                let role = Self.roles[String(text[text.index(after: sign)...])]
            else {
                throw ValidationError(
                    "--login takes NAME=app, NAME=reader or NAME=owner, was \"\(text)\""
                )
            }
            return RoleLogin(name: String(text[..<sign]), role: role)
        }
    }

    private static let roles: [String: DatabaseRole] = [
        "app": .app, "reader": .reader, "owner": .owner,
    ]
}

/// What was changed, or would be, for programs.
private struct RolesAppliedDocument: Encodable {
    struct Change: Encodable {
        let problem: String
        let sql: String
    }

    let status: String
    let changes: [Change]

    init(_ plan: RolePlan, isDone: Bool) {
        status = plan.isEmpty ? "as expected" : isDone ? "applied" : "to be applied"
        changes = plan.steps.map { Change(problem: $0.problem, sql: $0.sql) }
    }
}
