import ArgumentParser
import Foundation

/// The program: one file a command under `Commands`.
struct Chandler: AsyncParsableCommand {
    /// The program's version, as runs, manifests and the user agent show it.
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "chandler",
        abstract: "Fetches candles, computes indicators, loads PostgreSQL and writes datasets.",
        discussion: """
            FIRST STEPS
              chandler init                   write a first pipeline, by three questions
              chandler run my-pipeline.yaml   do what it says; again does only what is new
              chandler status                 see what is stored

            Without a database in the environment or in --database-url, Chandler runs its own \
            PostgreSQL ("chandler db status"). Every command takes --json, and --help has examples.

            EXIT CODES
              0 done            64 usage                    65 bad data
              69 unreachable    73 cannot write output      75 try again later
              77 no permission  78 configuration            130 interrupted
            "chandler doctor" ends with 1 for warnings and 2 for what is broken.
            """,
        version: version,
        subcommands: [ManualCommand.self],
        groupedSubcommands: [
            CommandGroup(
                name: "Pipeline",
                subcommands: [
                    InitCommand.self, RunCommand.self, PipelineCommand.self, ScheduleCommand.self,
                ]
            ),
            CommandGroup(
                name: "Fetching",
                subcommands: [
                    IngestCommand.self, TokensCommand.self, SymbolsCommand.self,
                    ImportCommand.self,
                ]
            ),
            CommandGroup(
                name: "Looking",
                subcommands: [
                    StatusCommand.self, RunsCommand.self, ReportCommand.self, ChartCommand.self,
                    GapsCommand.self, VerifyCommand.self, DoctorCommand.self,
                ]
            ),
            CommandGroup(
                name: "Export",
                subcommands: [ExportCommand.self, ExportTableCommand.self]
            ),
            CommandGroup(
                name: "Keeping",
                subcommands: [
                    MaintainCommand.self, RetainCommand.self, RestoreArchiveCommand.self,
                    BackupCommand.self, RestoreCommand.self, ForgetCommand.self,
                    DatabaseCommand.self,
                ]
            ),
        ]
    )
}

@main
enum Main {
    static func main() async {
        // A reader that goes away (`chandler status | head`) is no reason for a crash report.
        signal(SIGPIPE, SIG_IGN)
        // Until the work listens itself, there is nothing to be brought to an end.
        for number in [SIGINT, SIGTERM] { signal(number) { _ in _exit(Exit.interrupted.rawValue) } }
        Memory.keepFlat()
        ArgumentMemory.hideSecrets()
        RunTelemetry.begin()
        var command: any ParsableCommand
        do {
            command = try Chandler.parseAsRoot()
        } catch {
            Failure.endParsing(error)
        }
        do {
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            exit(Failure.report(error))
        }
    }
}
