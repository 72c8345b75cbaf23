import ArgumentParser
import ChandlerCore
import ChandlerStore

/// `chandler runs show`: all that is known of a run.
struct RunsShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show all that the ledger knows of one run.",
        discussion: """
            Arguments, version, outcome, what was moved and how fast, stages, series, the error in \
            full with what to do, and the rows of system_logs, where the login may read them and \
            retention has left them.

            EXAMPLES
              chandler runs show 42
              chandler runs show 42 --json
            """
    )

    @Argument(help: ArgumentHelp("The run's number, see \"chandler runs\".", valueName: "run"))
    var id: Int64

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func run() async throws {
        let lane = try await database.ledger(for: "runs show")
        guard let run = try await lane.run(id) else {
            throw CommandFailure(
                exit: .usage,
                message: "show run \(id): the ledger has no such run; "
                    + (try await lane.runs(limit: 1).first.map {
                        "the newest is \($0.runID) (\($0.title), \($0.standing.rawValue))"
                    } ?? "it is empty")
            )
        }
        let story = RunStory(run, log: try await lane.logs(ofRun: id))
        if output.json {
            try Console.printJSON(RunStoryDocument(story))
        } else {
            story.lines.forEach(Console.print)
        }
    }
}
