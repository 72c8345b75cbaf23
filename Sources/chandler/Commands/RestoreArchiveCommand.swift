import ArgumentParser
import ChandlerCore
import ChandlerPostgres
import ChandlerStore
import ChandlerWarehouse

/// `chandler restore-archive`: brings archived months back.
struct RestoreArchiveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore-archive",
        abstract: "Bring archived months back into their table, identical.",
        discussion: """
            Every file is verified first, and the rows are compared with it before they count. \
            Rows that are there already and equal are left, others stay beside them; a month with \
            rows that contradict it, or whose files are missing, is refused with code 65 and left \
            as it is, and the other months go on. Orders and positions come before their trades. \
            "chandler retain" leaves what was brought back alone for 30 days.

            EXAMPLES
              chandler restore-archive --table market_data --month 2023-01
              chandler restore-archive --table orders --from 2023-01 --to 2023-06
            """
    )

    @Option(help: "The table, such as market_data or cubi.trade_data.")
    var table: String

    @Option(help: "The month.", transform: readMonth)
    var month: Month?

    @Option(help: "The first month of several.", transform: readMonth)
    var from: Month?

    @Option(help: "The last month of several.", transform: readMonth)
    var to: Month?

    @Option(
        help: ArgumentHelp(
            "Where the archives are; CHANDLER_HOME/archive or its like by default.",
            valueName: "folder"
        ),
        completion: .directory
    )
    var archive: String?

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func validate() throws {
        if month != nil, from != nil || to != nil {
            throw ValidationError("--month names one month, --from and --to name several")
        }
        guard let first = month ?? from, let last = month ?? to else {
            throw ValidationError("expected --month, or --from and --to")
        }
        guard first <= last else {
            throw ValidationError("--to \(last.dashed) is before --from \(first.dashed)")
        }
    }

    func run() async throws {
        try await interruptible { try await runUninterrupted() }
    }

    private func runUninterrupted() async throws {
        guard let first = month ?? from, let last = month ?? to else { return }
        let configuration = try database.reach()
        let lane = try StoreLane(configuration, applicationName: "chandler restore-archive")
        try await DatabaseArguments.migrate(lane)
        let restore = ArchiveRestore(
            connection: try PostgresConnection(
                configuration,
                applicationName: "chandler restore-archive"
            ),
            folder: try ArchiveFolder.given(archive)
        )
        let months = try month.map { [$0] } ?? restore.months(of: table, from: first, to: last)
        guard !months.isEmpty else {
            throw CommandFailure(
                exit: .usage,
                message: "\"\(restore.folder)\" has no archive of \(table) from \(first.dashed) to "
                    + "\(last.dashed)"
            )
        }
        let run = try await LedgerRun("restore-archive", over: lane)
        var outcomes: [ArchiveRestore.Outcome] = []
        var refused: [String] = []
        do {
            for month in months {
                try Task.checkCancellation()
                Console.note("\(table) \(month.dashed)")
                do {
                    let outcome = try restore.restore(month, of: table)
                    outcomes.append(outcome)
                    if !output.json { show(outcome) }
                } catch let error as WarehouseError
                    where error.code == .badData && months.count > 1
                {
                    refused.append(error.message)
                }
            }
        } catch {
            let failure: RunFailure = (Failure.exit(of: error) ?? .software, Failure.words(error))
            try await end(run, failure, outcomes, refused)
            throw error
        }
        let failure: RunFailure? =
            refused.isEmpty
            ? nil
            : (
                .badData,
                "\(Words.plural(refused.count, "month")) refused:\n"
                    + refused.joined(separator: "\n")
            )
        try await end(run, failure, outcomes, refused)
        if output.json {
            try Console.printJSON(RestoreArchiveDocument(table, outcomes, refused))
        }
        if let failure { throw CommandFailure(exit: failure.exit, message: failure.message) }
    }

    private func end(
        _ run: LedgerRun,
        _ failure: RunFailure?,
        _ outcomes: [ArchiveRestore.Outcome],
        _ refused: [String]
    ) async throws {
        try await run.end(
            failure,
            RestoreArchiveDocument(table, outcomes, refused),
            totals: RunTotals(rows: outcomes.reduce(0) { $0 + $1.inserted })
        )
    }

    private func show(_ outcome: ArchiveRestore.Outcome) {
        let rows = Words.plural(outcome.rows, "row")
        let verdict =
            switch outcome.action {
            case .restored: "\(Words.count(outcome.inserted)) of \(rows) brought back"
            case .unchanged: "all of \(rows) are there and equal: nothing to do"
            }
        Console.print("\(table) \(outcome.month.dashed): \(verdict)")
        for note in outcome.notes { Console.print("  note: \(note)") }
    }
}

/// Reads a month such as `2023-01`.
@Sendable private func readMonth(_ text: String) throws -> Month {
    guard let match = text.wholeMatch(of: /([0-9]{4})-([0-9]{2})/), let year = Int(match.1),
        let month = Int(match.2), year > 0, (1...12).contains(month)
    else {
        throw ValidationError("\(quoted(text)) is no month: expected one such as 2023-01")
    }
    return Month(year: year, month: month)
}

/// What was brought back, for programs.
private struct RestoreArchiveDocument: Encodable {
    struct Entry: Encodable {
        let month: String
        let action: String
        let rows: Int
        let inserted: Int
        let notes: [String]
    }

    let status: String
    let table: String
    let months: [Entry]
    let refused: [String]

    init(_ table: String, _ outcomes: [ArchiveRestore.Outcome], _ refused: [String]) {
        status = refused.isEmpty ? "succeeded" : "different"
        self.refused = refused
        self.table = table
        months = outcomes.map {
            Entry(
                month: $0.month.dashed,
                action: $0.action.rawValue,
                rows: $0.rows,
                inserted: $0.inserted,
                notes: $0.notes
            )
        }
    }
}
