import ArgumentParser
import ChandlerCore
import ChandlerScheduling
import Foundation

/// The options that say with what a scheduled pipeline runs.
struct ScheduleSettings: ParsableArguments {
    @Flag(help: "With --systemd: use Chandler's own PostgreSQL, which a unit keeps running.")
    var embeddedServer = false

    @Option(
        help: ArgumentHelp(
            "A file of variables, such as POSTGRES_URL.",
            discussion: "/etc/chandler/chandler.env by default, ~/.config/chandler/chandler.env "
                + "with --user and in one's own crontab.",
            valueName: "file"
        ),
        completion: .file()
    )
    var environmentFile: String?

    @Option(
        help: ArgumentHelp(
            "CHANDLER_HOME of the runs, from which relative folders count too.",
            valueName: "folder"
        ),
        completion: .directory
    )
    var dataFolder: String?

    @Option(help: ArgumentHelp("The program; this one by default.", valueName: "path"))
    var program: String?

    @Option(
        help: ArgumentHelp(
            "Where the file has shards: which part this machine does, such as 3/16, or 1/1.",
            valueName: "i/n"
        ),
        transform: ShardOfMachine.init(parsing:)
    )
    var shard: ShardOfMachine?

    @Option(help: "With --kubernetes: the image.")
    var image: String?

    @Option(help: ArgumentHelp("With --kubernetes: the namespace.", valueName: "name"))
    var namespace: String?

    @Option(help: ArgumentHelp("With --kubernetes: the Secret of variables.", valueName: "name"))
    var secret: String?

    @Option(
        help: ArgumentHelp(
            "With --kubernetes: the claim of the volume for datasets and archives.",
            valueName: "name"
        )
    )
    var volumeClaim: String?

    @Option(
        help: ArgumentHelp("With --kubernetes: write the manifests here.", valueName: "file"),
        completion: .file()
    )
    var out: String?

    /// Refuses options that the kind has no use for.
    func validate(_ kinds: [SchedulerKind], _ scheduler: SchedulerArguments) throws {
        let hasCluster =
            image != nil || namespace != nil || secret != nil || volumeClaim != nil || out != nil
        if !kinds.isEmpty, kinds != [.kubernetes], hasCluster {
            throw ValidationError(
                "--image, --namespace, --secret, --volume-claim and --out belong to --kubernetes"
            )
        }
        let hasMachine = shard != nil || program != nil || environmentFile != nil
        if kinds == [.kubernetes], hasMachine || scheduler.userAccount != nil {
            throw ValidationError(
                "--shard, --program, --environment-file and --user-account do not belong to "
                    + "--kubernetes"
            )
        }
        if embeddedServer, kinds != [.systemd] {
            throw ValidationError("--embedded-server belongs to --systemd")
        }
        for (name, path) in [
            ("--program", program), ("--environment-file", environmentFile),
            ("--data-folder", dataFolder),
        ] where path.map({ !$0.hasPrefix("/") }) == true {
            throw ValidationError("\(name) takes an absolute path, was \(quoted(path ?? ""))")
        }
    }
}

/// Which part of the series a machine does.
struct ShardOfMachine {
    let index: Int
    let count: Int

    @Sendable init(parsing text: String) throws {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let index = parts[0], let count = parts[1],
            (1...10_000).contains(count), (1...count).contains(index)
        else { throw ValidationError("--shard takes i/n such as 3/16, was \(quoted(text))") }
        self.index = index
        self.count = count
    }
}
