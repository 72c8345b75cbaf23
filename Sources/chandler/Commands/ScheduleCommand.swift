import ArgumentParser
import ChandlerCore
import ChandlerPipelineFiles
import ChandlerScheduling
import Foundation

/// `chandler schedule`: has a scheduler of the machine or of a cluster start a pipeline.
struct ScheduleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule",
        abstract: "Have systemd, cron or Kubernetes run a pipeline at the times of its file.",
        discussion: """
            The times stand in the file, under "schedule:", and are in UTC. Runs exclude each \
            other by themselves, whoever starts them.

            EXAMPLES
              chandler schedule show pipelines/crypto-core-1m.yaml
              chandler schedule install pipelines/crypto-core-1m.yaml --systemd
              chandler schedule remove crypto-core-1m --systemd
            """,
        subcommands: [
            ScheduleInstallCommand.self, ScheduleRemoveCommand.self, ScheduleShowCommand.self,
        ]
    )
}

/// A pipeline's file with the times in it.
struct ScheduledFile {
    let path: String
    let pipeline: PipelineFile
    let schedule: ScheduleEntry

    /// Reads a file.
    ///
    /// - Throws: `PipelineFileError` for one that is none, and a failure with code 78 for one that
    ///   has no times.
    init(_ path: String) throws {
        let absolute = URL(fileURLWithPath: path).standardizedFileURL.path
        pipeline = try PipelineFile.load(path: path)
        guard let schedule = pipeline.schedule else {
            throw CommandFailure(
                exit: .configuration,
                message: "schedule \(quoted(path)): the file has no \"schedule:\", so it is only "
                    + "started by hand; nothing was changed; add \"schedule:\" with a line "
                    + "\"  cron: \\\"*/15 * * * *\\\"\""
            )
        }
        self.path = absolute
        self.schedule = schedule
    }

    /// The next five times.
    var nextRuns: [Timestamp] {
        let now = Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
        return schedule.cron.next(after: now, count: 5)
    }

    /// The next five times, for people.
    var lines: [String] {
        let jitter = schedule.jitterSeconds
        let spread = jitter > 0 ? ", each up to \(jitter) s later" : ""
        return ["next runs of \(pipeline.name) (\(schedule.cron), UTC\(spread))"]
            + nextRuns.map { "  \(Self.weekday($0)) \(Self.minute($0))" }
    }

    /// Such as `2024-01-31 00:00`, at midnight too.
    private static func minute(_ moment: Timestamp) -> String {
        String(moment.description.prefix(16)).replacing("T", with: " ")
    }

    private static func weekday(_ moment: Timestamp) -> String {
        let names = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let day = moment.microseconds / Timestamp.microsecondsPerDay
        return names[Int(day % 7)]
    }
}
