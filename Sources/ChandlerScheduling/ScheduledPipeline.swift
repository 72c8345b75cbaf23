/// A pipeline and how a scheduler is to start it, as plain values.
public struct ScheduledPipeline: Sendable, Hashable {
    /// Its name: lower-case letters, digits and hyphens; units, jobs and crontab blocks bear it.
    public var name: String
    /// What it is for, in a sentence.
    public var summary: String?
    /// The absolute path of its file.
    public var file: String
    /// When it runs, in UTC.
    public var cron: CronExpression
    /// Seconds by which starts are spread.
    public var jitterSeconds = 0
    /// Seconds after which a run ends by itself with code 75; `nil` for no end.
    public var deadlineSeconds: Int?
    /// Over how many machines the series are spread.
    public var shards = 1
    /// Which of the parts this machine does, counted from 1; `nil` for all of them.
    public var shard: Int?
    /// The absolute path of the program.
    public var program = "/usr/local/bin/chandler"
    /// The folder of the embedded server, archives and relative paths: `CHANDLER_HOME`.
    public var dataFolder = "/var/lib/chandler"
    /// As whom it runs; `nil` for who installs it.
    public var user: String?
    /// A file of variables, such as `POSTGRES_URL`; it need not be there.
    ///
    /// Where the embedded server is used, what it says about the database is left out.
    public var environmentFile: String?
    /// Folders outside ``dataFolder`` that runs write into.
    public var writableFolders: [String] = []
    /// Whether runs use the embedded server, which a unit of its own keeps running.
    public var usesEmbeddedServer = false

    /// Creates a pipeline of a name, file and times; everything else has its default.
    public init(name: String, file: String, cron: CronExpression) {
        self.name = name
        self.file = file
        self.cron = cron
    }

    /// What units, jobs and crontab blocks are called.
    public var unitName: String { "chandler-\(name)" }

    /// The words of a run, the program first.
    ///
    /// - Parameters:
    ///   - program: The program's path; `nil` where something else names it.
    ///   - file: The path of the pipeline's file where it runs.
    ///   - shard: The words for its part; `nil` for all.
    /// - Returns: The words, none of them quoted.
    func command(program: String?, file: String, shard: String?) -> [String] {
        var words = (program.map { [$0] } ?? []) + ["run", file]
        if let deadlineSeconds { words += ["--deadline", "\(deadlineSeconds)s"] }
        if let shard { words += ["--shard", shard] }
        return words + ["--log-format", "json"]
    }

    /// The words of a run on this machine.
    var command: [String] {
        command(program: program, file: file, shard: shard.map { "\($0)/\(shards)" })
    }
}
