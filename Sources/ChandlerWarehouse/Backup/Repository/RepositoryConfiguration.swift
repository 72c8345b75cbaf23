import ChandlerPostgres
import Glibc

/// The text of `pgbackrest.conf`.
///
/// **Source:** pgBackRest configuration reference.
struct RepositoryConfiguration {
    let folder: BackupFolder
    /// Where backups go; a path in the bucket for other kinds of storage.
    let repository: String
    /// The cluster: data folder, socket folder or host, port, login.
    let cluster: [(String, String)]

    var text: String {
        let general = [
            ("repo1-path", repository), ("repo1-cipher-type", "aes-256-cbc"),
            // Days, weeks and months are told apart by Chandler, which removes what is not kept.
            ("repo1-retention-full", "9999999"),
            ("compress-type", "zst"), ("start-fast", "y"), ("process-max", "\(Self.processes)"),
            ("log-path", folder.log), ("lock-path", folder.locks), ("archive-timeout", "120"),
        ]
        return """
            # Written by "chandler backup setup". The passphrase and settings of the repository's
            # storage are in conf.d beside this file.
            [global]
            \(Self.lines(general))

            [\(PgBackRest.stanza)]
            \(Self.lines(cluster))

            """
    }

    /// The statement's value of `archive_command`, for the shell and for the server's `%`.
    static func archiveCommand(_ program: String, _ folder: BackupFolder) -> String {
        let words = "\"\(program)\" \"--config-path=\(folder.base)\" --stanza=\(PgBackRest.stanza)"
        return "\(words.replacing("%", with: "%%")) archive-push \"%p\""
    }

    private static func lines(_ settings: [(String, String)]) -> String {
        settings.map { "\($0.0)=\($0.1)" }.joined(separator: "\n")
    }

    /// Half of the cores, at most four: the database has to go on working.
    private static var processes: Int {
        min(max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))) / 2, 1), 4)
    }
}
