import ArgumentParser
import ChandlerCore
import ChandlerPipelineFiles
import ChandlerScheduling

/// `chandler schedule show`: when a pipeline runs.
struct ScheduleShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the next five runs of a pipeline."
    )

    @Argument(help: "The pipeline's file.", completion: .yaml)
    var file: String

    @OptionGroup var output: OutputArguments

    func run() async throws {
        let file = try ScheduledFile(file)
        guard output.json else { return file.lines.forEach(Console.print) }
        try Console.printJSON(
            ShowDocument(
                status: "succeeded",
                pipeline: file.pipeline.name,
                cron: "\(file.schedule.cron)",
                onCalendar: file.schedule.cron.onCalendar,
                jitterSeconds: file.schedule.jitterSeconds,
                deadlineSeconds: file.schedule.deadlineSeconds,
                shards: file.schedule.shards,
                next: file.nextRuns.map(\.description)
            )
        )
    }
}

/// When a pipeline runs, for programs.
private struct ShowDocument: Encodable {
    let status: String
    let pipeline: String
    let cron: String
    let onCalendar: [String]
    let jitterSeconds: Int
    let deadlineSeconds: Int?
    let shards: Int
    let next: [String]
}
