import ArgumentParser
import ChandlerCore
import ChandlerPostgres
import ChandlerWarehouse
import Foundation

/// `chandler backup setup`.
struct BackupSetupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "setup",
        abstract: "Make an encrypted repository and have the server send its WAL there.",
        discussion: """
            Everything goes into CHANDLER_HOME/backup unless --repository or options say otherwise. \
            The passphrase is made once, is in the file "passphrase" there, and is needed for every \
            restore: keep a copy elsewhere. A file that is gone is written again from pgBackRest's \
            configuration; where both are gone and there are backups, nothing is changed and the \
            code is 78. Sending WAL begins with a restart of the embedded \
            server, which disconnects its clients. Running it again changes what is asked for and \
            keeps the rest.

            For another server it changes nothing: it prints what has to be set there, and ends \
            with code 78 until it is.

            EXAMPLES
              chandler backup setup --repository /srv/backup
              chandler backup setup --option repo1-type=s3 --option repo1-s3-bucket=backups \\
                --options-file s3-keys.conf
            """
    )

    @Option(
        help: ArgumentHelp("Where backups go; the path in the bucket for S3.", valueName: "folder")
    )
    var repository: String?

    @Option(
        help: ArgumentHelp("A setting for pgBackRest; repeatable.", valueName: "name=value")
    )
    var option: [String] = []

    @Option(
        help: ArgumentHelp("A file with such settings, a line each; for keys.", valueName: "file")
    )
    var optionsFile: String?

    @Option(
        help: ArgumentHelp(
            "Send WAL at least this often while something is written, 360 at most.",
            valueName: "minutes"
        )
    )
    var archiveMinutes = 15

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func validate() throws {
        guard (1...360).contains(archiveMinutes) else {
            throw ValidationError("--archive-minutes takes 1 to 360, was \(archiveMinutes)")
        }
    }

    func run() async throws {
        if let other = try database.external() { return try advise(other) }
        try await interruptible {
            let report = try BackupSetup(database.backupSite()).run(
                repository: repository.map { absolutePath($0) },
                options: try options(),
                archiveMinutes: archiveMinutes
            )
            try show(report)
        }
    }

    private func options() throws -> RepositoryOptions {
        var options = RepositoryOptions()
        if let optionsFile {
            guard let text = try? String(contentsOfFile: optionsFile, encoding: .utf8) else {
                throw CommandFailure(
                    exit: .usage,
                    message: "the file of settings \(quoted(optionsFile)) cannot be read as text"
                )
            }
            options = try RepositoryOptions(lines: text)
        }
        for entry in option { try options.addPublic(entry) }
        return options
    }

    private func show(_ report: BackupSetup.Report) throws {
        if output.json { return try Console.printJSON(SetupDocument(report)) }
        Console.print("repository     \(report.repository), encrypted with AES-256")
        Console.print("configuration  \(report.configuration)")
        Console.print("passphrase     \(report.passphrase)")
        Console.print("WAL            every \(report.archiveTimeout) at the latest")
        if report.isRestarted { Console.print("The embedded server was restarted.") }
        if report.isNewPassphrase {
            Console.print(
                "KEEP A COPY of the passphrase file in another place: without it no backup can be "
                    + "read."
            )
        }
    }

    private func advise(_ other: ConnectionConfiguration) throws {
        let server = try ForeignServer(other)
        if output.json {
            try Console.printJSON(AdviceDocument(server))
        } else {
            for finding in server.findings {
                let value = finding.value ?? "not visible to this login"
                let words = finding.isRight ? "right" : "has to be \(finding.wanted)"
                Console.print("\(finding.setting) = \(value): \(words)")
            }
            Console.print("\n\(server.configuration)")
        }
        guard server.isReady else {
            throw CommandFailure(
                exit: .configuration,
                message: "set up backups: the database is configured by \(other.source.name) and "
                    + "its server does not send its WAL yet; nothing was changed; its keeper has "
                    + "to make the settings shown"
            )
        }
    }
}

/// A path that does not depend on the current folder any more.
func absolutePath(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
}

/// What was set up, for programs.
private struct SetupDocument: Encodable {
    let status = "succeeded"
    let repository: String
    let configuration: String
    let passphraseFile: String
    let isNewPassphrase: Bool
    let serverRestarted: Bool
    let archiveTimeout: String

    init(_ report: BackupSetup.Report) {
        repository = report.repository
        configuration = report.configuration
        passphraseFile = report.passphrase
        isNewPassphrase = report.isNewPassphrase
        serverRestarted = report.isRestarted
        archiveTimeout = report.archiveTimeout
    }
}

/// What another server needs, for programs.
private struct AdviceDocument: Encodable {
    struct Entry: Encodable {
        let setting: String
        let value: String?
        let wanted: String
        let ok: Bool
    }

    let status: String
    let settings: [Entry]
    let configuration: String

    init(_ server: ForeignServer) {
        status = server.isReady ? "ready" : "not ready"
        settings = server.findings.map {
            Entry(setting: $0.setting, value: $0.value, wanted: $0.wanted, ok: $0.isRight)
        }
        configuration = server.configuration
    }
}
