import ArgumentParser
import ChandlerPostgres
import ChandlerStore
import ChandlerWarehouse

/// `chandler db roles`: who may do what.
struct DatabaseRolesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roles",
        abstract: "Who may do what in the database.",
        discussion: """
            Three roles hold the rights; logins are members of them: chandler_owner owns the tables \
            and migrates, chandler_app loads and drops nothing, chandler_reader reads for reports. \
            None is a superuser and none can log in itself.
            """,
        subcommands: [
            DatabaseRolesApplyCommand.self, DatabaseRolesShowCommand.self,
            DatabaseRolesRotateCommand.self,
        ]
    )
}

/// `chandler db roles show`.
struct DatabaseRolesShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the members of the roles, and what differs from the expected rights.",
        discussion: """
            Changes nothing. Ends with code 65 when anything differs: a privilege too many or too \
            few, a table of another owner, a member that is a superuser. Privileges of roles that \
            are not Chandler's are listed and are no fault.
            """
    )

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func run() async throws {
        let connection = try PostgresConnection(
            try database.reach(),
            applicationName: "chandler db roles show"
        )
        let report = try RoleSet(connection).report()
        let document = RolesDocument(report)
        if output.json {
            try Console.printJSON(document)
        } else {
            for line in document.page { Console.print(line) }
        }
        if !report.isAsExpected {
            throw CommandFailure(
                exit: .badData,
                message: "the roles differ from what they must be in "
                    + "\(Words.plural(document.differences.count, "place")); nothing was changed; "
                    + "\"chandler db roles apply\" puts right what has a statement beside it"
            )
        }
    }
}

/// Who is a member of what and what is wrong, for programs.
private struct RolesDocument: Encodable {
    struct Member: Encodable {
        let name: String
        let canLogIn: Bool
        let excess: [String]
    }

    struct Role: Encodable {
        let role: String
        let members: [Member]
    }

    struct Difference: Encodable {
        let problem: String
        let sql: String?
    }

    let status: String
    let roles: [Role]
    let differences: [Difference]
    let otherGrants: [String]

    init(_ report: RoleReport) {
        status = report.isAsExpected ? "as expected" : "different"
        roles = DatabaseRole.allCases.map { role in
            Role(
                role: role.rawValue,
                members: report.members.filter { $0.role == role }.map { member in
                    Member(name: member.name, canLogIn: member.canLogIn, excess: member.excess)
                }
            )
        }
        differences =
            report.plan.steps.map { Difference(problem: $0.problem, sql: $0.sql) }
            + report.findings.map { Difference(problem: $0, sql: nil) }
        otherGrants = report.others
    }

    var page: [String] {
        var lines = roles.map { role in
            let names = role.members.map { Words.printable($0.name) }.joined(separator: ", ")
            return "\(role.role): \(names.isEmpty ? "no members" : names)"
        }
        for difference in differences {
            lines.append("! \(whole(difference.problem))")
            if let sql = difference.sql { lines.append("    \(whole(sql))") }
        }
        lines += otherGrants.map { "also \(whole($0))" }
        if differences.isEmpty { lines.append("roles as expected") }
        return lines
    }
}

/// Words with names that others chose, all of them: a statement that is cut is none.
private func whole(_ text: String) -> String {
    text.map { Words.printable(String($0)) }.joined()
}
