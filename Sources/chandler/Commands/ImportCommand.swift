public import ArgumentParser
import ChandlerCore
import ChandlerPostgres
import ChandlerStore
import ChandlerWarehouse

/// `chandler import`: rows of an older system.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Load an older system's rows from a file into a table.",
        discussion: """
            Everything happens in one transaction. Values are taken exactly or not at all: a number \
            that a numeric or integer column would have to round is rejected; only columns of type \
            double precision take the nearest double. A JSON object with a repeated key is rejected. \
            Rejected rows go to ingest_rejects with their reason and the program ends with code 65, \
            the others are kept (--all-or-nothing keeps none).

            Rows are known by the table's natural key: the same file again writes nothing, a row \
            that differs is updated where that can be, else rejected as a conflict. What is stored \
            is not replaced by something older: where both have updated_at, older rows of the file \
            are counted and passed over; where the file has none, a finished order, position or \
            trade does not become unfinished, and an empty value does not erase what was entered \
            when it ended: such rows are rejected as conflicts.

            Names in the file may be entry_price, entryPrice or "Entry Price". References may be \
            given by id or by name: strategy_id by the strategy's name, order_id of a trade by the \
            order's order_id. Times are ISO 8601 or seconds, milliseconds or microseconds since \
            1970. An empty unquoted field of CSV is NULL, never a default. A key that a line of JSON \
            lacks says nothing: a new row has the column's default, a stored one keeps its value.

            Parquet is read where its columns are flat (no lists, structs or maps), compressed with \
            zstd, gzip, snappy or not at all, as Chandler, pyarrow, pandas, polars and duckdb write \
            it. Times in nanoseconds must be whole microseconds; times without a zone take \
            --timezone; INT96 is not read. Columns that cannot be read and that the table does not \
            have are left out with --ignore-unknown.

            TABLES
              \(ImportTable.all.map(\.name).joined(separator: ", "))

            EXAMPLES
              chandler import --table orders orders.csv --dry-run
              chandler import --table trades trades.jsonl --map ts=executed_at
              chandler import --table trade_history old.csv.gz --timezone Europe/Berlin
              chandler import --table cubi.token_data tokens.csv --set network=solana --set source=old
            """
    )

    @Option(help: ArgumentHelp("The table.", valueName: "table"), transform: readTable)
    var table: ImportTable

    @Argument(help: ArgumentHelp("The file; gzip is unpacked.", valueName: "file"))
    var file: String

    @Option(help: "csv, jsonl or parquet; the default is what the file's name says.")
    var format: ImportFormat?

    @Flag(help: "Do everything, say what would change, and take it back.")
    var dryRun = false

    @Flag(help: "Keep nothing when a row is rejected.")
    var allOrNothing = false

    @Option(
        help: ArgumentHelp(
            "What a name in the file means, as name=column; can be repeated.",
            valueName: "name=column"
        ),
        transform: readPair
    )
    var map: [NamedText] = []

    @Option(
        help: ArgumentHelp(
            "A value that all rows have in a column that the file lacks; can be repeated.",
            valueName: "column=value"
        ),
        transform: readPair
    )
    var set: [NamedText] = []

    @Flag(help: "Leave out columns that the table does not have.")
    var ignoreUnknown = false

    @Option(
        help: ArgumentHelp(
            "The zone of times that name none: UTC, +02:00 or Europe/Berlin.",
            valueName: "zone"
        )
    )
    var timezone = "UTC"

    @Option(
        help: ArgumentHelp(
            "What stands between fields of CSV, or tab; by default what the header suggests.",
            valueName: "character"
        ),
        transform: readDelimiter
    )
    var delimiter: UInt8?

    @Option(help: ArgumentHelp("The unquoted text of CSV that means NULL.", valueName: "text"))
    var null = ""

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func run() async throws {
        try await interruptible { try await load() }
    }

    private func load() async throws {
        let configuration = try database.reach()
        let lane = try StoreLane(configuration, applicationName: "chandler import")
        try await prepare(lane)
        let connection = try PostgresConnection(
            configuration,
            applicationName: "chandler import \(table)"
        )
        try connection.stepDown()
        guard !dryRun else { return try show(try loadFile(over: connection, runID: 0), runID: nil) }
        let run = try await LedgerRun("import", over: lane)
        let report: ImportReport
        do {
            report = try loadFile(over: connection, runID: run.id)
        } catch {
            let failure = (
                exit: Failure.exit(of: error) ?? .software, message: Failure.words(error)
            )
            try await run.end(failure, ImportDocument(runID: run.id, failure))
            throw error
        }
        let failure = self.failure(of: report)
        try await run.end(
            failure,
            ImportDocument(report, runID: run.id, failure),
            totals: RunTotals(rows: report.inserted + report.updated)
        )
        try show(report, runID: run.id)
    }

    /// A dry run leaves the schema alone too.
    private func prepare(_ lane: StoreLane) async throws {
        guard dryRun else { return try await DatabaseArguments.migrate(lane) }
        guard try await lane.schemaStatus().pending.isEmpty else {
            throw CommandFailure(
                exit: .configuration,
                message: "import into \(table): the database's schema is behind; a dry run changes "
                    + "nothing, so run \"chandler db migrate\" first"
            )
        }
    }

    private var options: ImportOptions {
        var options = ImportOptions(table: table, path: file)
        options.format = format
        options.isDryRun = dryRun
        options.allOrNothing = allOrNothing
        options.renames = Dictionary(map.map { ($0.name, $0.text) }) { $1 }
        options.constants = Dictionary(set.map { ($0.name, $0.text) }) { $1 }
        options.ignoresUnknown = ignoreUnknown
        options.timeZone = timezone
        let isTabbed = file.lowercased().hasSuffix(".tsv") || file.lowercased().hasSuffix(".tsv.gz")
        options.delimiter = delimiter ?? (isTabbed ? UInt8(ascii: "\t") : nil)
        options.nullText = null
        return options
    }

    private func loadFile(
        over connection: PostgresConnection,
        runID: Int64
    ) throws -> ImportReport {
        var options = options
        options.runID = runID
        let progress = ImportProgress(file, table: table.name)
        defer { progress.end() }
        return try TableImport(connection, options).run { bytes in
            try Task.checkCancellation()
            progress.read(bytes)
        }
    }

    private func failure(of report: ImportReport) -> RunFailure? {
        guard report.rejected > 0 else { return nil }
        let kept = report.isRefused ? "nothing was kept" : "the others were kept"
        return (
            exit: .badData,
            message: "\(Words.plural(report.rejected, "row")) of \(quoted(file)) rejected, "
                + "\(report.isDryRun ? "nothing was changed" : kept)"
        )
    }

    private func show(_ report: ImportReport, runID: Int64?) throws {
        let failure = self.failure(of: report)
        if output.json {
            try Console.printJSON(ImportDocument(report, runID: runID, failure))
        } else {
            ImportSummary(report: report).lines.forEach(Console.print)
        }
        guard let failure else { return }
        Console.error(failure.message)
        throw CommandFailure(exit: failure.exit, message: failure.message, isShown: true)
    }
}

extension ImportFormat: ExpressibleByArgument {}

/// A name and a text, as in `name=text`.
struct NamedText: Sendable {
    let name: String
    let text: String
}

@Sendable private func readPair(_ text: String) throws -> NamedText {
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
        throw ValidationError("\(quoted(text)) is no name=value, such as ts=executed_at")
    }
    return NamedText(
        name: String(text[..<equals]),
        text: String(text[text.index(after: equals)...])
    )
}

@Sendable private func readTable(_ text: String) throws -> ImportTable {
    if let table = ImportTable.named(text) { return table }
    if ["market_data", "cubi.token_candles"].contains(text.lowercased()) {
        throw ValidationError(
            "\(text) holds candles with their ledger; \"chandler ingest\" loads them from a venue"
        )
    }
    throw ValidationError(
        "\(quoted(text)) is no table that is imported; there are "
            + ImportTable.all.map(\.name).joined(separator: ", ")
    )
}

@Sendable private func readDelimiter(_ text: String) throws -> UInt8 {
    if ["tab", "\\t"].contains(text) { return UInt8(ascii: "\t") }
    guard text.utf8.count == 1, let byte = text.utf8.first, byte < 0x80, byte != 0x22, byte != 0x0A,
        byte != 0x0D
    else { throw ValidationError("--delimiter takes one character other than a quote, or tab") }
    return byte
}
