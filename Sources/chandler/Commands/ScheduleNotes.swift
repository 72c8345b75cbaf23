import ChandlerPipelineFiles
import ChandlerScheduling
import Foundation

/// What is missing on this machine before a scheduled pipeline can do its work.
///
/// The rights of accounts are only asked where the units or lines are for this machine.
struct ScheduleNotes {
    private let kind: SchedulerKind
    private let file: ScheduledFile
    private let pipeline: ScheduledPipeline
    private let scheduler: SchedulerArguments
    private let settings: ScheduleSettings
    private let access: AccountAccess?

    init(
        _ kind: SchedulerKind,
        _ file: ScheduledFile,
        _ pipeline: ScheduledPipeline,
        _ scheduler: SchedulerArguments,
        _ settings: ScheduleSettings
    ) {
        self.kind = kind
        self.file = file
        self.pipeline = pipeline
        self.scheduler = scheduler
        self.settings = settings
        access = scheduler.root == nil ? pipeline.user.flatMap(AccountAccess.init) : nil
    }

    var lines: [String] { shard + variables + reading + writing }

    /// Whoever runs it, in words.
    private var account: String { pipeline.user.map { "the account \($0)" } ?? "you" }

    private var shard: [String] {
        let shards = file.schedule.shards
        guard let shard = settings.shard, shard.count != 1, shard.count != shards else { return [] }
        return [
            "the file spreads its series over \(shards == 1 ? "one machine" : "\(shards) machines")"
                + ", --shard over \(shard.count); a series is left out unless all machines say the "
                + "same number"
        ]
    }

    private var variables: [String] {
        guard let path = pipeline.environmentFile else { return [] }
        let receivers = file.pipeline.receiverVariables
        let database = file.pipeline.load.databaseVariable ?? "POSTGRES_URL"
        let needed = (pipeline.usesEmbeddedServer ? [] : [database]) + receivers
        guard FileManager.default.fileExists(atPath: path) else {
            // Without a line for it an aggregator is asked without a key.
            guard let first = needed.first else { return [] }
            let more = needed.dropFirst()
            let others = more.isEmpty ? "" : ", and \(more.joined(separator: ", ")) likewise"
            let otherwise =
                kind == .cron && first == "POSTGRES_URL"
                ? "; without it runs use Chandler's own server" : ""
            return [
                "\(path) is not there; write \(first)='...' into it, with the quotation marks"
                    + "\(others), readable for \(account) only\(otherwise)"
            ]
        }
        if kind == .cron, let barrier = access?.barrier(to: .read, path) {
            return [words("read", path, barrier)]
        }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
        return needed.filter { !Self.names($0, in: text) }
            .map { "\(path) has no line \($0)='...', which the pipeline names" }
    }

    private var reading: [String] {
        [(AccountAccess.Right.read, "read", pipeline.file), (.execute, "start", pipeline.program)]
            .compactMap { right, verb, path in
                access?.barrier(to: right, path).map { words(verb, path, $0) }
            }
    }

    private var writing: [String] {
        let own = isDataFolderMade ? [] : [pipeline.dataFolder]
        return (own + pipeline.writableFolders).compactMap { folder in
            guard FileManager.default.fileExists(atPath: folder) else {
                let owner = pipeline.user.map { " -o \($0)" } ?? ""
                return "\(folder) is not there; make it, for \(account) to write into: "
                    + "install -d -m 0750\(owner) \(Self.shellWord(folder))"
            }
            return access?.barrier(to: .write, folder).map { words("write into", folder, $0) }
        }
    }

    /// Whether somebody makes the data folder: systemd that below /var/lib, and this program that
    /// of whoever calls it.
    private var isDataFolderMade: Bool {
        if scheduler.user || kind == .cron && scheduler.userAccount == nil { return true }
        return kind == .systemd && pipeline.dataFolder.hasPrefix("/var/lib/")
    }

    private func words(_ verb: String, _ path: String, _ barrier: String) -> String {
        let why = barrier == path ? "" : ", because \(barrier) is closed to it"
        let hint =
            verb == "write into" ? "give it the right" : "give it the right, or move the file"
        return "\(account) cannot \(verb) \(path)\(why); \(hint)"
    }

    /// Whether a file of variables sets one; of the database any of its variables will do.
    private static func names(_ variable: String, in text: String) -> Bool {
        text.split(whereSeparator: \.isNewline).contains { line in
            let name = line.drop { $0 == " " || $0 == "\t" }.prefix { $0 != "=" }
            let isDatabase = name == "POSTGRES_HOST" || name.hasPrefix("PG")
            return name == variable || variable == "POSTGRES_URL" && isDatabase
        }
    }

    private static func shellWord(_ text: String) -> String {
        let isPlain = text.allSatisfy { $0.isLetter || $0.isNumber || "/._-".contains($0) }
        return isPlain ? text : "'\(text.replacing("'", with: "'\\''"))'"
    }
}

extension PipelineFile {
    /// The variables that hold the addresses of those who are told.
    var receiverVariables: [String] {
        var seen: Set<String> = []
        return
            (notifications.compactMap(\.webhookVariable) + [metrics.pushVariable].compactMap { $0 })
            .filter { seen.insert($0).inserted }
    }

    /// Whether aggregators are asked, who know keys.
    var asksAggregators: Bool { !tokens.isEmpty || !pools.isEmpty }
}
