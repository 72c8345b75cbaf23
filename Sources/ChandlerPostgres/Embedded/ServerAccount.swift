import Glibc

/// As whom the server's programs run: as this process, or as `postgres` when this process is root,
/// since PostgreSQL refuses to run as root.
package struct ServerAccount: Sendable {
    /// The owner of the server and its folders.
    package let user: SystemUser

    /// The operating system users who may connect: the owner, and root, who could become the owner
    /// anyway.
    var clients: [String] { user.userID == 0 ? [user.name] : [user.name, "root"] }

    /// What stands in front of a command; empty when nothing has to change.
    private let prefix: [String]

    private let environment: [String: String]

    /// The account for a server that this process starts.
    package static func current(
        _ environment: [String: String]
    ) throws(PostgresError) -> ServerAccount {
        let userID = geteuid()
        guard let me = SystemUser.numbered(userID) else {
            throw PostgresError(
                code: .serverControlFailed,
                message: "prepare the embedded server: user number \(userID) has no entry in the "
                    + "user database, and PostgreSQL does not run without one",
                hint: "give the user an entry in /etc/passwd, or set POSTGRES_URL"
            )
        }
        guard userID == 0 else {
            return ServerAccount(
                user: me,
                prefix: [],
                environment: environment
            )
        }
        guard let postgres = SystemUser.named("postgres") else {
            throw PostgresError(
                code: .serverProgramsMissing,
                message: "prepare the embedded server: PostgreSQL does not run as root, and there "
                    + "is no system user \"postgres\" to run it as",
                hint: "install the Debian package postgresql, which makes that user, or set "
                    + "POSTGRES_URL"
            )
        }
        return ServerAccount(
            user: postgres,
            prefix: try dropPrefix(postgres),
            environment: environment
        )
    }

    /// Runs a server program under this account, with an environment of its own: a stray `PGPORT` or
    /// locale must not reach the server.
    func run(_ command: [String]) throws(PostgresError) -> SpawnedProcess.Outcome {
        try SpawnedProcess(arguments: prefix + command, environment: variables).run()
    }

    /// A program that works on the server's files as their owner, and ends when this process dies.
    ///
    /// - Parameters:
    ///   - command: The program's path and its words. Other users can read them: no secrets.
    ///   - more: Variables beside the few that every server program gets.
    /// - Returns: The program, not started yet.
    package func program(_ command: [String], _ more: [String: String] = [:]) -> OutsideProgram {
        var start = prefix
        if let setpriv = Self.tool("setpriv") {
            start += [setpriv, "--pdeathsig", "TERM", "--"]
        }
        return OutsideProgram(
            arguments: start + command,
            environment: variables.merging(more) { $1 }
        )
    }

    /// Removes a file or a whole folder of the account's.
    package func remove(_ path: String) {
        guard FolderAccess.exists(path), let rm = Self.tool("rm") else { return }
        _ = try? run([rm, "-rf", "--", path])
    }

    private var variables: [String: String] {
        var variables = [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC",
            "HOME": user.home, "USER": user.name, "LOGNAME": user.name,
        ]
        variables["LD_LIBRARY_PATH"] = environment["LD_LIBRARY_PATH"]
        return variables
    }

    /// Changes the user without a shell, a login session or a look at the current folder.
    private static func dropPrefix(_ user: SystemUser) throws(PostgresError) -> [String] {
        guard let env = tool("env") else { throw missingTool("env") }
        let start = [env, "-C", "/"]
        if let setpriv = tool("setpriv") {
            return start + [
                setpriv, "--reuid=\(user.userID)", "--regid=\(user.groupID)", "--init-groups",
                "--",
            ]
        }
        guard let runuser = tool("runuser") else { throw missingTool("setpriv or runuser") }
        return start + [runuser, "-u", user.name, "--"]
    }

    private static func tool(_ name: String) -> String? {
        ["/usr/bin", "/bin", "/usr/sbin", "/sbin"].map { "\($0)/\(name)" }
            .first(where: SmallFile.isExecutable)
    }

    private static func missingTool(_ name: String) -> PostgresError {
        PostgresError(
            code: .serverProgramsMissing,
            message: "prepare the embedded server: the program \(name), with which root becomes "
                + "\"postgres\", is not installed",
            hint: "install the Debian packages util-linux and coreutils"
        )
    }
}
