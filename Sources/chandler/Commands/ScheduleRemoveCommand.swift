import ArgumentParser
import ChandlerCore
import ChandlerPipelineFiles
import ChandlerScheduling

/// `chandler schedule remove`: takes a pipeline away from its scheduler.
struct ScheduleRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take a pipeline away from systemd or cron; its file and data stay.",
        discussion: """
            A run that is at it goes on to its end. The unit of the embedded server stays unless \
            --embedded-server is given; the data of the server stay in any case. From a cluster, \
            "kubectl delete cronjob,configmap chandler-NAME" removes it.
            """
    )

    @Argument(help: "The pipeline's name or file.", completion: .yaml)
    var pipeline: String

    @OptionGroup var scheduler: SchedulerArguments

    @Flag(help: "With --systemd: stop and remove chandler-db.service as well.")
    var embeddedServer = false

    @OptionGroup var output: OutputArguments

    func validate() throws {
        guard scheduler.kinds().count == 1 else {
            throw ValidationError("say who starts it now: --systemd or --cron")
        }
        if embeddedServer, !scheduler.systemd {
            throw ValidationError("--embedded-server belongs to --systemd")
        }
    }

    func run() async throws {
        let name = try name()
        let removed = scheduler.systemd ? try removeUnits(name) : try removeLines(name)
        if output.json {
            try Console.printJSON(
                RemoveDocument(status: "succeeded", pipeline: name, removed: removed)
            )
        } else if removed.isEmpty {
            Console.print("nothing to do: \(name) is not installed there")
        } else {
            for line in removed { Console.print("removed \(line)") }
        }
    }

    /// A file need not be good, or be there, for its pipeline to be removed by name.
    private func name() throws -> String {
        let isFile = pipeline.contains("/") || pipeline.contains(".")
        let name = isFile ? try ScheduledFile(pipeline).pipeline.name : pipeline
        let isPlain = name.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
        }
        guard isPlain, !name.isEmpty, name != "db" else {
            throw CommandFailure(
                exit: .usage,
                message: "remove \(quoted(name)): that is neither a pipeline's name nor a file"
            )
        }
        return name
    }

    private func removeUnits(_ name: String) throws -> [String] {
        let timer = "chandler-\(name).timer"
        let manager = SystemdManager(scheduler.scope)
        let server = embeddedServer ? [SystemdUnits.serverUnit] : []
        if scheduler.canStart { manager.disable([timer] + server) }
        let removed = try scheduler.unitFolder.remove([timer, "chandler-\(name).service"] + server)
        if scheduler.canStart, !removed.isEmpty { try manager.reload() }
        return removed
    }

    private func removeLines(_ name: String) throws -> [String] {
        let table = UserCrontab(user: scheduler.userAccount)
        var crontab = try table.read()
        guard try crontab.remove(name) else { return [] }
        try table.write(crontab)
        return ["the lines of \(name) from the crontab"]
    }
}

/// What was removed, for programs.
private struct RemoveDocument: Encodable {
    let status: String
    let pipeline: String
    let removed: [String]
}
