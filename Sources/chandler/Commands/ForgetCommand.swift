import ArgumentParser
import ChandlerCore
import ChandlerPostgres
import ChandlerStore
import ChandlerWarehouse
import Foundation

/// `chandler forget`: removes everything that names a token or an instrument.
struct ForgetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Delete everything that names a token (--mint) or a ticker (--symbol).",
        discussion: """
            Rows of the token or ticker are deleted from every table; texts and documents of other \
            rows, the ledger's among them, get the mark [forgotten] in its place. Archived months \
            that hold it are written anew without it, read back, and only then replaced. Without \
            --yes it only counts what would go. Doing it again changes nothing and completes what \
            was stopped.

            Only the owner of the tables or a superuser may. What was forgotten is logged as a \
            hash under a key that nobody else has, never by name: in audit_log (action FORGET, a \
            line a table) and in system_logs. Triggers of the audit are off in that transaction, so \
            that it copies nothing into the log.

            NOT IN REACH
              audit_log: append-only, its earlier entries hold rows as they were and stay
              backups: kept for up to 24 months; after restoring one, run the same forget again
              files: datasets and exports that were written earlier
              the server's log, where it writes parameters of statements (log_statement = all)
              this command's words, in the shell's history and, while it runs, in the list of \
            processes: "-" reads the names from standard input, one a line

            EXAMPLES
              chandler forget --mint So11111111111111111111111111111111111111112
              chandler forget --symbol LUNAUSDT --yes
              chandler forget --mint - --network solana --yes < mints.txt
            """
    )

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Addresses of tokens, letter by letter.", valueName: "address")
    )
    var mint: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Tickers as they are stored, such as LUNAUSDT.", valueName: "ticker")
    )
    var symbol: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only tokens of this network; rows that do not say theirs go too.",
            valueName: "name"
        )
    )
    var network: String?

    @Option(
        help: ArgumentHelp(
            "Where archives are; CHANDLER_HOME/archive or its like by default.",
            valueName: "folder"
        )
    )
    var archive: String?

    @Option(
        help: ArgumentHelp(
            "The key of the log's hashes; made on first use, keys/forget.key in Chandler's home "
                + "by default.",
            valueName: "file"
        )
    )
    var keyFile: String?

    @Flag(help: "Only count what would go, as without --yes.")
    var dryRun = false

    @Flag(help: "Do it; it cannot be taken back.")
    var yes = false

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func validate() throws {
        if mint.isEmpty == symbol.isEmpty {
            throw ValidationError("expected either --mint or --symbol")
        }
        if network != nil, mint.isEmpty { throw ValidationError("--network goes with --mint") }
        if dryRun, yes { throw ValidationError("--dry-run and --yes contradict each other") }
    }

    func run() async throws {
        let subject = try readSubject()
        try await interruptible { try await run(subject) }
    }

    private func readSubject() throws -> ErasureSubject {
        var names = mint + symbol
        if names == ["-"] {
            names = []
            while let line = readLine() {
                let name = line.trimmingCharacters(in: .whitespaces)
                if !name.isEmpty { names.append(name) }
            }
        }
        return try ErasureSubject(mint.isEmpty ? .symbol : .mint, names, network: network)
    }

    private func run(_ subject: ErasureSubject) async throws {
        let configuration = try database.reach()
        let lane = try StoreLane(configuration, applicationName: "chandler forget")
        guard yes else {
            guard try await lane.schemaStatus().pending.isEmpty else {
                throw CommandFailure(
                    exit: .configuration,
                    message: "the database's schema is behind and a preview changes nothing; run "
                        + "\"chandler db migrate\" first"
                )
            }
            return try finish(try erasure(subject, configuration).preview(), subject)
        }
        try await DatabaseArguments.migrate(lane)
        let run = try await begin(subject, over: lane)
        let report: ErasureReport
        do {
            let erasure = try erasure(subject, configuration)
            report = try erasure.run(key: try key().key())
        } catch {
            // A server's words may repeat a value.
            let words = subject.names.reduce(Failure.words(error)) {
                $0.replacing($1, with: "[forgotten]")
            }
            let exit = Failure.exit(of: error) ?? .software
            let failure: RunFailure = (exit, words)
            try? await lane.finishRun(run, RunOutcome(failure), report: "{}")
            throw CommandFailure(exit: exit, message: words)
        }
        try await lane.finishRun(
            run,
            RunOutcome(failure(of: report)),
            report: try Console.json(ForgetDocument(report, subject)),
            totals: RunTotals(rows: report.removed + report.redacted)
        )
        try finish(report, subject)
    }

    /// Enters the run into the ledger, without what it is about.
    private func begin(_ subject: ErasureSubject, over lane: StoreLane) async throws -> Int64 {
        let words =
            ["chandler", "forget", "--\(subject.kind.rawValue)"]
            + subject.names.map { _ in "[forgotten]" } + ["--yes"]
        return try await lane.beginRun(
            command: "forget",
            arguments: try Console.json(LedgerArguments(words)),
            version: Chandler.version
        )
    }

    private func erasure(
        _ subject: ErasureSubject,
        _ configuration: ConnectionConfiguration
    ) throws -> Erasure {
        let options = ErasureOptions(
            subject,
            archive: try ArchiveFolder.given(archive),
            now: Timestamp(seconds: Int64(Date().timeIntervalSince1970)),
            version: Chandler.version
        )
        let connection = try PostgresConnection(
            configuration,
            applicationName: "chandler forget"
        )
        return Erasure(connection: connection, options: options) { step in
            switch step {
            case .began(let place):
                try Task.checkCancellation()
                if Console.isTerminal { Console.note(place) }
            case .fileWritten(let path): Console.note("wrote \(path)")
            case .committing: try Task.checkCancellation()
            case .committed, .manifestWritten, .fileRemoved: break
            }
        }
    }

    private func key() throws -> KeyFile {
        if let keyFile { return KeyFile(keyFile) }
        return try .usual("forget", environment: ProcessInfo.processInfo.environment)
    }

    private func failure(of report: ErasureReport) -> RunFailure? {
        guard !report.missing.isEmpty, !report.isPreview else { return nil }
        return (
            .badData,
            "\(Words.plural(report.missing.count, "archived file")) of the ledger not in the "
                + "archive's folder: what they hold is not forgotten; run forget again with "
                + "--archive for their folder:\n" + report.missing.joined(separator: "\n")
        )
    }

    private func finish(_ report: ErasureReport, _ subject: ErasureSubject) throws {
        if output.json {
            try Console.printJSON(ForgetDocument(report, subject))
        } else {
            report.lines(subject).forEach(Console.print)
        }
        if let failure = failure(of: report) {
            throw CommandFailure(exit: failure.exit, message: failure.message)
        }
    }
}

extension ErasureReport {
    /// The report for a person.
    fileprivate func lines(_ subject: ErasureSubject) -> [String] {
        let would = isPreview ? "would be " : ""
        let isEmpty = tables.isEmpty && files.isEmpty && leftovers.isEmpty
        var lines = [isEmpty ? "\(subject.words): nothing is stored" : "\(subject.words):"]
        lines += tables.map { table in
            var parts: [String] = []
            if table.removed > 0 {
                parts.append("\(Words.plural(table.removed, "row")) \(would)deleted")
            }
            if table.redacted > 0 {
                parts.append("\(Words.plural(table.redacted, "row")) \(would)changed")
            }
            return "  \(table.name): \(parts.joined(separator: ", "))"
        }
        lines += files.map { file in
            "  \(file.path): \(Words.plural(file.removed, "row")) \(would)deleted, "
                + "\(Words.count(file.redacted)) changed"
                + (file.replacement.map { "; now \($0)" } ?? "")
        }
        lines += leftovers.map { "  \($0): left by a stopped run, \(would)removed" }
        if !refreshed.isEmpty {
            lines.append("  computed anew: \(refreshed.joined(separator: ", "))")
        }
        lines += left.map {
            "stays: \(Words.plural($0.rows, "row")) of \($0.table): \($0.reason)"
        }
        lines.append(
            "backups made until now hold it; if new ones are made, none does from "
                + "\(backupsUntil.compact) on; after restoring an older one, run this forget again"
        )
        lines += missing.map { "not looked at: \($0)" }
        lines += notes.map { "note: \($0)" }
        if isPreview {
            lines.append("nothing was changed; --yes does it, and it cannot be taken back")
        } else {
            lines.append("logged as \(hashes.map { $0.prefix(16) + "…" }.joined(separator: ", "))")
        }
        return lines
    }
}

/// What was forgotten, for programs; no names.
private struct ForgetDocument: Encodable {
    struct Table: Encodable {
        let table: String
        let deleted: Int
        let changed: Int
    }

    struct File: Encodable {
        let table: String
        let month: String
        let file: String
        let replacement: String?
        let deleted: Int
        let changed: Int
    }

    struct Remainder: Encodable {
        let table: String
        let rows: Int
        let reason: String
    }

    let status: String
    let kind: String
    let names: Int
    let forgotten: [String]
    let tables: [Table]
    let archiveFiles: [File]
    let leftovers: [String]
    let refreshed: [String]
    let left: [Remainder]
    let backupsUntil: String
    let notLookedAt: [String]
    let notes: [String]

    init(_ report: ErasureReport, _ subject: ErasureSubject) {
        status =
            report.isPreview ? "preview" : report.missing.isEmpty ? "forgotten" : "incomplete"
        kind = subject.kind.rawValue
        names = subject.names.count
        forgotten = report.hashes
        tables = report.tables.map {
            Table(table: $0.name, deleted: $0.removed, changed: $0.redacted)
        }
        archiveFiles = report.files.map {
            File(
                table: $0.table,
                month: $0.month.dashed,
                file: $0.path,
                replacement: $0.replacement,
                deleted: $0.removed,
                changed: $0.redacted
            )
        }
        leftovers = report.leftovers
        refreshed = report.refreshed
        left = report.left.map { Remainder(table: $0.table, rows: $0.rows, reason: $0.reason) }
        backupsUntil = report.backupsUntil.description
        notLookedAt = report.missing
        notes = report.notes
    }
}
