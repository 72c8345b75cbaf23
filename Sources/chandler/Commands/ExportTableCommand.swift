public import ArgumentParser
import ChandlerCore
import ChandlerPostgres
import ChandlerStore
import ChandlerWarehouse
import Foundation

/// `chandler export-table`: a table as a file.
struct ExportTableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export-table",
        abstract: "Write a table to a file that other tools open.",
        discussion: """
            The rows are those of one moment in the order of the primary key; the same rows give \
            the same bytes. Beside the file stands TABLE.manifest.json: columns, rows, SHA-256, and \
            what is hidden. What is not hidden can be read back by "chandler import".

            --pseudonymise replaces the values of columns by 32 digits of a hash under a key: the \
            same value gets the same pseudonym in every table and file under one key, so that joins \
            still work. Columns of documents that may hold the values (raw_data, features, metadata) \
            are left out then. "default" hides mint, token_mint, pool and symbol of a table of cubi. \
            Who has the key can find out the values: keep it apart from the files.

            EXAMPLES
              chandler export-table trades --from 2024-01-01 --out ./files --format csv.gz
              chandler export-table cubi.trade_data --out ./files --pseudonymise default
            """
    )

    @Argument(
        help: ArgumentHelp("The table, such as trades or cubi.trade_data.", valueName: "table")
    )
    var table: String

    @Option(
        help: "The first moment: a date, an RFC 3339 time, or a span back from now (90d, 12h).",
        transform: readMoment
    )
    var from: Timestamp?

    @Option(help: "The first moment not wanted any more.", transform: readMoment)
    var to: Timestamp?

    @Option(help: ArgumentHelp("Only rows of this symbol.", valueName: "symbol"))
    var whereSymbol: String?

    @Option(help: ArgumentHelp("The folder for the file.", valueName: "folder"))
    var out: String

    @Option(help: "parquet, csv.gz or jsonl.")
    var format = TableExportOptions.Format.parquet

    @Option(
        help: ArgumentHelp(
            "Columns whose values become pseudonyms, with commas between; or default.",
            valueName: "columns"
        )
    )
    var pseudonymise: String?

    @Option(
        help: ArgumentHelp(
            "The key of the pseudonyms; made on first use, keys/pseudonyms.key in Chandler's home "
                + "by default.",
            valueName: "file"
        )
    )
    var keyFile: String?

    @Flag(
        name: .customLong("keep-json"),
        help: "Keep documents although they may hold what is hidden."
    )
    var keepsJSON = false

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func validate() throws {
        if let from, let to, to <= from {
            throw ValidationError("--to \(to.compact) is not after --from \(from.compact)")
        }
        if pseudonymise == nil, keyFile != nil || keepsJSON {
            throw ValidationError("--key-file and --keep-json go with --pseudonymise")
        }
        if out.isEmpty { throw ValidationError("--out is empty") }
    }

    func run() async throws {
        try await interruptible { try await write() }
    }

    private func write() async throws {
        let configuration = try database.reach()
        let lane = try StoreLane(configuration, applicationName: "chandler export-table")
        try await DatabaseArguments.migrate(lane)
        let options = try options()
        let connection = try PostgresConnection(
            configuration,
            applicationName: "chandler export-table"
        )
        let report = try TableExport(connection: connection, options: options).run { rows in
            try Task.checkCancellation()
            if Console.isTerminal { Console.note("\(Words.count(rows)) rows") }
        }
        for note in report.notes { Console.note("chandler: warning: \(note)") }
        if output.json {
            try Console.printJSON(ExportTableDocument(report))
        } else {
            report.lines.forEach(Console.print)
        }
    }

    private func options() throws -> TableExportOptions {
        var options = TableExportOptions(
            table: table,
            folder: URL(fileURLWithPath: out).path,
            version: Chandler.version
        )
        options.from = from
        options.to = to
        options.symbol = whereSymbol
        options.format = format
        options.keepsJSON = keepsJSON
        if let pseudonymise {
            options.pseudonymised = pseudonymise.split(separator: ",").map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            options.key = try key().key()
        }
        return options
    }

    private func key() throws -> KeyFile {
        if let keyFile { return KeyFile(keyFile) }
        return try .usual("pseudonyms", environment: ProcessInfo.processInfo.environment)
    }
}

extension TableExportOptions.Format: ExpressibleByArgument {}

extension TableExportReport {
    /// The report for a person.
    fileprivate var lines: [String] {
        var lines = [
            "\(table): \(Words.plural(rows, "row")), \(Words.bytes(Int64(bytes))) in \(path)",
            "  sha256 \(sha256), described in \(manifest)",
        ]
        if !pseudonymised.isEmpty {
            lines.append(
                "  hidden: \(pseudonymised.joined(separator: ", ")) under the key "
                    + (keyFingerprint ?? "")
            )
        }
        if !leftOut.isEmpty { lines.append("  left out: \(leftOut.joined(separator: ", "))") }
        return lines
    }
}

/// What an export wrote, for programs.
private struct ExportTableDocument: Encodable {
    let status: String
    let table: String
    let file: String
    let manifest: String
    let rows: Int
    let bytes: Int
    let sha256: String
    let columns: [String]
    let pseudonymised: [String]
    let leftOut: [String]
    let keyFingerprint: String?
    let notes: [String]

    init(_ report: TableExportReport) {
        status = "succeeded"
        table = report.table
        file = report.path
        manifest = report.manifest
        rows = report.rows
        bytes = report.bytes
        sha256 = report.sha256
        columns = report.columns
        pseudonymised = report.pseudonymised
        leftOut = report.leftOut
        keyFingerprint = report.keyFingerprint
        notes = report.notes
    }
}
