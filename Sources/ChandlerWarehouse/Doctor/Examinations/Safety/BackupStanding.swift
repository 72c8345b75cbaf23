import ChandlerPostgres

/// How backups of the server can be made from here, so that what is proposed works.
enum BackupStanding {
    /// Nothing sends WAL yet: the embedded server has to be set up first.
    case notSetUp
    /// The embedded server sends its WAL to Chandler's repository.
    case setUp
    /// Another server, or one whose WAL goes elsewhere: only dumps can be made from here.
    case elsewhere

    /// Looks at the server's settings.
    init(_ patient: Patient) throws {
        guard patient.connection.configuration.source == .embedded else {
            self = .elsewhere
            return
        }
        let settings = try SettingValues(["archive_mode", "archive_command"], of: patient)
        let command = settings["archive_command"] ?? ""
        if command.contains("--stanza=\(PgBackRest.stanza)") {
            self = .setUp
        } else {
            let isOn = settings["archive_mode"] ?? "off" != "off"
            self = isOn && !["", "(disabled)"].contains(command) ? .elsewhere : .notSetUp
        }
    }

    /// The commands that make a backup and verify it.
    ///
    /// - Parameters:
    ///   - isLogical: Whether it was a dump that is to be made anew.
    ///   - isFull: Whether it must not depend on older ones, which may be damaged.
    /// - Returns: A line for a shell.
    func newBackup(isLogical: Bool = false, isFull: Bool = false) -> String {
        if isLogical || self == .elsewhere {
            return "chandler backup --logical && chandler backup verify --logical"
        }
        let both = "chandler backup\(isFull ? " --full" : "") && chandler backup verify"
        return self == .setUp ? both : "chandler backup setup && \(both)"
    }
}
