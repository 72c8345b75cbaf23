import ArgumentParser
import ChandlerCore
import ChandlerStore
import ChandlerWarehouse

/// `chandler backup verify`.
struct BackupVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Restore the newest backup beside the database and compare every row.",
        discussion: """
            The backup and its WAL are replayed in a scratch cluster up to a point that is made \
            now, and every table and partition is compared with what the database held at exactly \
            that point, by the number of rows and a digest of their texts. Writers wait for less \
            than a second and then go on. Materialized views and tables that are not logged are \
            left out. Also runs "pgbackrest verify" and pg_amcheck. The scratch cluster is always \
            removed.

            --logical checks the newest dump instead: its SHA-256, that pg_restore reads it, and \
            its tables against its manifest.

            No backup is made meanwhile, since that would remove older ones: "chandler backup" \
            ends with code 75 then, and this command while a backup is made.

            The outcome goes into the table backup_checks. Ends with code 65 when anything differs \
            or the backup does not come back.
            """
    )

    @Flag(help: "Check the newest dump instead of the newest backup.")
    var logical = false

    @Flag(help: "Leave out pgbackrest verify and pg_amcheck.")
    var quick = false

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func run() async throws {
        // The outcome needs its table.
        let lane = try await database.lane(for: "backup verify")
        try await interruptible {
            let site = try database.backupSite()
            let run = await LedgerRun.whereKept("backup verify", over: lane)
            let check: BackupCheck
            do {
                check =
                    logical
                    ? try LogicalVerification(site).run()
                    : try BackupVerification(site).run(isQuick: quick)
            } catch {
                let exit = Failure.exit(of: error) ?? .software
                try await run?.end((exit, Failure.words(error)), ["error": Failure.words(error)])
                throw error
            }
            try? await run?.end(failure(of: check), CheckDocument(check))
            if output.json {
                try Console.printJSON(CheckDocument(check))
            } else {
                for difference in check.differences { Console.print("\(difference)") }
            }
            if let failure = failure(of: check) {
                throw CommandFailure(exit: failure.exit, message: failure.message)
            }
            if !output.json {
                Console.print(
                    "\(check.label) · \(Words.plural(check.tables, "table")) with "
                        + "\(Words.plural(Int(check.rows), "row")) equal · "
                        + Words.seconds(Double(check.finished - check.started) / 1e6)
                )
            }
        }
    }
}

/// What is wrong with the backup; `nil` where it is good.
private func failure(of check: BackupCheck) -> RunFailure? {
    if check.isGood { return nil }
    let words =
        check.failure
        ?? "\(Words.plural(check.differences.count, "difference")) between the database and what "
        + "came back"
    return (
        .badData,
        "verify the backup \(check.label): \(words); the outcome is in the table backup_checks, "
            + "the backup was kept"
    )
}

/// The outcome of a check, for programs.
private struct CheckDocument: Encodable {
    let status: String
    let kind: String
    let label: String
    let started: String
    let finished: String
    let tables: Int
    let rows: Int64
    let differences: [BackupDifference]
    let failure: String?

    init(_ check: BackupCheck) {
        status = check.isGood ? "succeeded" : "different"
        kind = check.kind.rawValue
        label = check.label
        started = check.started.description
        finished = check.finished.description
        tables = check.tables
        rows = check.rows
        differences = check.differences
        failure = check.failure
    }
}
