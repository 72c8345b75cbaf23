import ArgumentParser
import ChandlerCore
import ChandlerPostgres
import ChandlerWarehouse
import Foundation

/// `chandler db roles rotate`.
struct DatabaseRolesRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Change the password of app, reader or owner without a moment of downtime.",
        discussion: """
            Each of the roles has two logins, such as chandler_app_a and chandler_app_b, that take \
            turns. The idle one gets a new password, is tried over the way that this command \
            connects by, and its URL is put into the password file, which only its owner can read. \
            The other login stays valid until --finish, which shuts it out once no session of it \
            is left. Programs read the file when they connect: POSTGRES_URL="$(cat FILE)".

            The password is shown nowhere and reaches the server as a SCRAM verifier only. A \
            rotation that was killed is brought to its end by running it again. Needs a role with \
            CREATEROLE that may grant the group, and the roles of "chandler db roles apply".
            """
    )

    @Argument(help: "Whose password: app, reader or owner.", transform: readGroup)
    var role: LoginGroup

    @Option(
        help: ArgumentHelp(
            "The file with the URL; passwords/ROLE.url beside the embedded server's folder by "
                + "default.",
            valueName: "file"
        )
    )
    var passwordFile: String?

    @Flag(help: "Shut out the login that was in use before the last rotation.")
    var finish = false

    @Flag(help: "With --finish: end the sessions that the old login still has.")
    var force = false

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func validate() throws {
        if force, !finish { throw ValidationError("--force goes with --finish") }
        if passwordFile?.isEmpty == true { throw ValidationError("--password-file is empty") }
    }

    func run() async throws {
        let connection = try PostgresConnection(
            try database.reach(),
            applicationName: "chandler db roles rotate"
        )
        let file =
            try passwordFile.map { PasswordFile($0) }
            ?? .usual(for: role, environment: ProcessInfo.processInfo.environment)
        let rotation = PasswordRotation(connection, group: role, file: file)
        let document =
            finish
            ? RotationDocument(try rotation.finish(force: force), file)
            : RotationDocument(try rotation.rotate())
        if output.json { return try Console.printJSON(document) }
        for line in document.lines { Console.print(line) }
    }
}

@Sendable private func readGroup(_ text: String) throws -> LoginGroup {
    guard let group = LoginGroup(rawValue: text) else {
        throw ValidationError("there is no role \(quoted(text)): expected app, reader or owner")
    }
    return group
}

/// What was done to the logins, for programs.
private struct RotationDocument: Encodable {
    let status: String
    let role: String
    let login: String
    let passwordFile: String
    var previousLogin: String?
    var resumed: Bool?
    var disabledLogin: String?
    var fileProven: Bool?
    var endedSessions: Int?
    var remainingSessions: [String]?

    init(_ rotated: RotatedPassword) {
        status = "rotated"
        role = rotated.group.name
        login = rotated.login
        passwordFile = rotated.file.path
        previousLogin = rotated.previous
        resumed = rotated.isResumed
    }

    init(_ finished: FinishedRotation, _ file: PasswordFile) {
        status = finished.disabled == nil ? "nothing to do" : "finished"
        role = finished.group.name
        login = finished.login
        passwordFile = file.path
        disabledLogin = finished.disabled
        fileProven = finished.isFileProven
        endedSessions = finished.endedSessions
        remainingSessions = finished.remaining.map(\.description)
    }

    var lines: [String] {
        if let resumed { return rotatedLines(resumed: resumed) }
        guard let disabledLogin else { return ["nothing to do: only \(login) is let in"] }
        var lines = ["\(disabledLogin) is let in no more; \(login) goes on"]
        if let endedSessions, endedSessions > 0 {
            lines.append("\(Words.plural(endedSessions, "session")) of it ended")
        }
        lines += (remainingSessions ?? []).map { "still connected: \($0)" }
        if fileProven == false {
            lines.append("the file \(passwordFile) is not here, so its login was not tried")
        }
        return lines
    }

    private func rotatedLines(resumed: Bool) -> [String] {
        var lines = [
            resumed
                ? "the rotation to \(login) was cut off after its file; it is complete now"
                : "\(login) is let in; its URL is in \(passwordFile)"
        ]
        if let previousLogin {
            lines.append(
                "\(previousLogin) stays valid; when every program has read the file: chandler db "
                    + "roles rotate \(role.replacing("chandler_", with: "")) --finish"
            )
        }
        return lines
    }
}
