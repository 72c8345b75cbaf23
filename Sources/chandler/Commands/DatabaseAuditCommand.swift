import ArgumentParser
import ChandlerCore
import ChandlerPostgres
import ChandlerWarehouse

/// `chandler db audit`.
struct DatabaseAuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Show who changed what, and have reads of sensitive tables written down.",
        discussion: """
            Without --enable or --status: the newest entries of audit_log, which triggers fill for \
            the tables of money and decisions and nobody can change.

            Reads of cubi.token_data, cubi.trade_data and audit_log are a matter of the server's \
            extension pgaudit, which writes them to the server's log. --status says whether it \
            does, and what is missing; --enable turns it on for this database, as a superuser, and \
            ends with code 78 where the server does not have or has not loaded it.
            """
    )

    @Flag(help: "Have reads of sensitive tables written to the server's log.")
    var enable = false

    @Flag(help: "Say whether reads are written down and what is missing for it.")
    var status = false

    @Option(help: ArgumentHelp("Only entries of this table.", valueName: "table"))
    var table: String?

    @Option(
        help: "Only entries since then: a date, an RFC 3339 time, or a span back (90d, 12h).",
        transform: readMoment
    )
    var since: Timestamp?

    @Option(help: ArgumentHelp("How many entries at most.", valueName: "count"))
    var limit = 20

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func validate() throws {
        if enable, status { throw ValidationError("give --enable or --status, not both") }
        if enable || status, table != nil || since != nil {
            throw ValidationError(
                "--table and --since choose entries; they go without --enable "
                    + "and --status"
            )
        }
        guard (1...100_000).contains(limit) else {
            throw ValidationError("--limit takes 1 to 100000 entries, was \(limit)")
        }
    }

    func run() async throws {
        let connection = try PostgresConnection(
            try database.reach(),
            applicationName: "chandler db audit"
        )
        if enable { return try show(try ReadAudit(connection).enable()) }
        if status { return try show(try ReadAudit(connection).status()) }
        let entries = try AuditLog(connection).newest(table: table, since: since, limit: limit)
        if output.json { return try Console.printJSON(AuditDocument(entries)) }
        guard !entries.isEmpty else { return Console.print("no entries") }
        let rows = entries.map { entry in
            [
                "\(entry.when)", Words.printable(entry.who), entry.action,
                Words.printable(entry.table), Words.printable(entry.key ?? "-"),
                entry.changed.map(Words.printable).joined(separator: ", "),
            ]
        }
        for line in Table(["when", "who", "action", "table", "key", "changed"], rows).lines {
            Console.print(line)
        }
    }

    private func show(_ status: ReadAuditStatus) throws {
        if output.json { return try Console.printJSON(ReadAuditDocument(status)) }
        Console.print("reads of sensitive tables: \(status.state.rawValue)")
        for table in status.tables {
            let isWritten = status.auditor != nil && status.isLoaded && table.isAudited
            Console.print("  \(isWritten ? "written" : "not written")  \(table.name)")
        }
        if let remedy = status.remedy { Console.print("to do: \(remedy)") }
        if enable { Console.print("sessions that are open now are not concerned: begin them anew") }
    }
}

/// Entries of `audit_log`, for programs.
private struct AuditDocument: Encodable {
    struct Entry: Encodable {
        let id: Int64
        let when: String
        let who: String
        let action: String
        let table: String
        let key: String?
        let changed: [String]
        /// JSON text: numbers keep all their digits.
        let before: String?
        let after: String?
    }

    let status = "succeeded"
    let entries: [Entry]

    init(_ entries: [AuditEntry]) {
        self.entries = entries.map {
            Entry(
                id: $0.id,
                when: "\($0.when)",
                who: $0.who,
                action: $0.action,
                table: $0.table,
                key: $0.key,
                changed: $0.changed,
                before: $0.before,
                after: $0.after
            )
        }
    }
}

/// Whether reads are written down, for programs.
private struct ReadAuditDocument: Encodable {
    struct Table: Encodable {
        let name: String
        let audited: Bool
    }

    let status = "succeeded"
    let readAudit: String
    let availableVersion: String?
    let installedVersion: String?
    let loaded: Bool
    let auditor: String?
    let tables: [Table]
    let remedy: String?

    init(_ status: ReadAuditStatus) {
        readAudit = status.state.rawValue
        availableVersion = status.availableVersion
        installedVersion = status.installedVersion
        loaded = status.isLoaded
        auditor = status.auditor
        tables = status.tables.map { Table(name: $0.name, audited: $0.isAudited) }
        remedy = status.remedy
    }
}
