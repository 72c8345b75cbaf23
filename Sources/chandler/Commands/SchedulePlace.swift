import ChandlerCore
import ChandlerPipelineFiles
import ChandlerScheduling
import Foundation

/// Where a scheduled pipeline runs: as whom, and with which folders.
struct SchedulePlace {
    let user: String?
    let data: String
    var environmentFile = "/etc/chandler/chandler.env"
    var isCluster = false

    init(user: String?, data: String, isCluster: Bool = false) {
        self.user = user
        self.data = data
        self.isCluster = isCluster
    }

    /// The folders of whoever calls.
    static func own(user: String?) -> SchedulePlace {
        var place = SchedulePlace(user: user, data: SchedulerArguments.data)
        place.environmentFile = "\(SchedulerArguments.configuration)/chandler/chandler.env"
        return place
    }

    /// The pipeline as schedulers see it.
    func pipeline(_ file: ScheduledFile, _ settings: ScheduleSettings) throws -> ScheduledPipeline {
        var pipeline = ScheduledPipeline(
            name: file.pipeline.name,
            file: file.path,
            cron: file.schedule.cron
        )
        pipeline.summary = file.pipeline.description
        pipeline.jitterSeconds = file.schedule.jitterSeconds
        pipeline.deadlineSeconds = file.schedule.deadlineSeconds
        pipeline.shards = file.schedule.shards
        pipeline.dataFolder = settings.dataFolder ?? data
        pipeline.user = user
        pipeline.usesEmbeddedServer = settings.embeddedServer
        if !isCluster {
            pipeline.program = try settings.program ?? Self.thisProgram()
            pipeline.environmentFile = try environmentFile(file.pipeline, settings)
            (pipeline.shard, pipeline.shards) = try Self.shard(file, settings)
        }
        pipeline.writableFolders = Self.folders(file.pipeline, below: pipeline.dataFolder)
        return pipeline
    }

    /// The file of the variables that runs need.
    private func environmentFile(
        _ file: PipelineFile,
        _ settings: ScheduleSettings
    ) throws -> String? {
        guard settings.embeddedServer else { return settings.environmentFile ?? environmentFile }
        if let variable = file.load.databaseVariable {
            throw CommandFailure(
                exit: .configuration,
                message: "schedule \(file.name): its file takes the database from \(variable), so "
                    + "runs would not use the embedded server; leave out --embedded-server, or "
                    + "\"database:\" in the file"
            )
        }
        let isNeeded = !file.receiverVariables.isEmpty || file.asksAggregators
        return settings.environmentFile ?? (isNeeded ? environmentFile : nil)
    }

    /// The path of this program, links resolved.
    private static func thisProgram() throws -> String {
        try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    }

    private static func shard(
        _ file: ScheduledFile,
        _ settings: ScheduleSettings
    ) throws -> (Int?, Int) {
        if let shard = settings.shard {
            return (shard.count == 1 ? nil : shard.index, shard.count)
        }
        let shards = file.schedule.shards
        guard shards == 1 else {
            throw CommandFailure(
                exit: .usage,
                message: "schedule \(file.pipeline.name): its series are spread over \(shards) "
                    + "machines; say which part this one does with --shard 1/\(shards), or --shard "
                    + "1/1 for all"
            )
        }
        return (nil, 1)
    }

    /// The folders outside the data folder that a run writes into.
    private static func folders(_ file: PipelineFile, below data: String) -> [String] {
        let metrics = file.metrics.file.map { ($0 as NSString).deletingLastPathComponent }
        let named = [file.dataset?.folder, file.retention?.archive, metrics].compactMap { $0 }
        let base = URL(fileURLWithPath: data, isDirectory: true)
        var seen: Set<String> = []
        return named.filter { !$0.isEmpty }
            .map { URL(fileURLWithPath: $0, relativeTo: base).standardizedFileURL.path }
            .filter { $0 != data && !$0.hasPrefix("\(data)/") && seen.insert($0).inserted }
    }
}
