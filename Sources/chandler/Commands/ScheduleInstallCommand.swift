import ArgumentParser
import ChandlerCore
import ChandlerPipelineFiles
import ChandlerScheduling
import Foundation

/// `chandler schedule install`: timer units, crontab lines or manifests of a pipeline.
struct ScheduleInstallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Make timer units, crontab lines or Kubernetes manifests, and install them.",
        discussion: """
            Installing again replaces what was installed. --print shows what would be installed \
            and touches nothing; alone, it shows all three kinds.

            Runs find their database, and those who are told, with the variables of the \
            environment file, such as POSTGRES_URL='...', in single quotes. With \
            --embedded-server, a unit chandler-db.service keeps Chandler's own PostgreSQL running; \
            without it, a unit never starts one, since it would end with the unit. cron has no \
            such limits. What is missing on this machine is said in notes.

            EXAMPLES
              chandler schedule install pipelines/crypto-core-1m.yaml --systemd
              chandler schedule install pipelines/crypto-core-1m.yaml --systemd --user \\
                --embedded-server
              chandler schedule install pipelines/crypto-core-1m.yaml --cron --print
              chandler schedule install pipelines/crypto-core-1m.yaml --kubernetes \\
                --image registry.example/chandler:0.1.0 | kubectl apply -f -
            """
    )

    @Argument(help: "The pipeline's file.", completion: .yaml)
    var file: String

    @OptionGroup var scheduler: SchedulerArguments

    @Flag(help: "Manifests of Kubernetes, on standard output.")
    var kubernetes = false

    @Flag(name: .customLong("print"), help: "Show what would be installed, and touch nothing.")
    var isShownOnly = false

    @OptionGroup var settings: ScheduleSettings
    @OptionGroup var output: OutputArguments

    func validate() throws {
        let kinds = scheduler.kinds(kubernetes: kubernetes)
        guard kinds.count == 1 || kinds.isEmpty && isShownOnly else {
            throw ValidationError(
                "say who is to start it: one of --systemd, --cron and --kubernetes, or --print"
            )
        }
        try settings.validate(kinds, scheduler)
    }

    func run() async throws {
        let file = try ScheduledFile(file)
        let kinds = scheduler.kinds(kubernetes: kubernetes)
        let all: [SchedulerKind] = kinds.isEmpty ? [.systemd, .cron, .kubernetes] : kinds
        let plans = try all.map {
            try SchedulePlan($0, file, scheduler, settings, isShownOnly: isShownOnly)
        }
        let changed = isShownOnly ? [] : try plans.flatMap { try $0.install() }
        for line in file.lines { Console.note(line) }
        var seen: Set<String> = []
        let notes = plans.flatMap(\.notes).filter { seen.insert($0).inserted }
        for note in notes { Console.note("note: \(note)") }
        let isPrinted = isShownOnly || kubernetes && settings.out == nil
        if output.json {
            try Console.printJSON(
                InstallDocument(
                    status: "succeeded",
                    pipeline: file.pipeline.name,
                    kinds: all.map(\.rawValue),
                    changed: changed,
                    documents: isPrinted ? plans.flatMap(\.documents) : nil,
                    next: file.nextRuns.map(\.description),
                    notes: notes
                )
            )
        } else if isPrinted {
            let documents = plans.flatMap(\.documents)
            // YAML is passed on as it is.
            let hasHeads = documents.count > 1
            for document in documents {
                if hasHeads { Console.print("# ---- \(document.name)") }
                Console.write(document.text, to: STDOUT_FILENO)
            }
        } else if changed.isEmpty {
            Console.print("nothing to do: \(file.pipeline.name) is installed like this")
        } else {
            for line in changed { Console.print("installed \(line)") }
        }
    }
}

/// What was installed, for programs.
private struct InstallDocument: Encodable {
    let status: String
    let pipeline: String
    let kinds: [String]
    let changed: [String]
    let documents: [SchedulePlan.Document]?
    let next: [String]
    let notes: [String]
}
