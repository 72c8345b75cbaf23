/// The lines of a pipeline in a user's crontab, between two marks.
///
/// A jitter becomes a pause of random length. Runs exclude each other by themselves. What a run
/// says goes to the system's log.
///
/// **Source:** crontab(5) of Debian and of cronie.
public struct CrontabBlock: Sendable, Hashable {
    /// The lines, the marks included.
    public let lines: [String]

    /// Writes the lines of a pipeline.
    ///
    /// - Throws: ``ScheduleError`` of code `usage` for values that a crontab cannot hold.
    public init(_ pipeline: ScheduledPipeline) throws(ScheduleError) {
        try pipeline.check()
        let command = "\(pipeline.cron.numeric) \(Self.command(pipeline))"
        // Longer lines are cut, or make the whole table unreadable.
        guard command.utf8.count < 990 else {
            throw ScheduleError(
                .usage,
                "the line of \(pipeline.name) has \(command.utf8.count) bytes, crontabs take 990",
                hint: "use shorter paths"
            )
        }
        lines = [
            Self.begin(pipeline.name), "# \(pipeline.line)",
            "# Times are in UTC. Debian's cron takes the machine's zone instead: set that to UTC.",
            "# CRON_TZ holds for all lines below it, so keep this block at the end.",
            "CRON_TZ=UTC", command, Self.end(pipeline.name),
        ]
    }

    static func begin(_ name: String) -> String { "# chandler \(name) begin" }
    static func end(_ name: String) -> String { "# chandler \(name) end" }

    private static func command(_ pipeline: ScheduledPipeline) -> String {
        var text = ""
        if pipeline.jitterSeconds > 0 {
            let span = pipeline.jitterSeconds + 1
            text += "sleep $(( $(od -An -N4 -tu4 /dev/urandom) % \(span) )); "
        }
        text += "cd \(quoted(pipeline.dataFolder)) && "
        if let file = pipeline.environmentFile {
            text += "set -a && { [ ! -r \(quoted(file)) ] || . \(quoted(file)); } && set +a && "
        }
        let words = pipeline.command.map(quoted).joined(separator: " ")
        text += "CHANDLER_HOME=\(quoted(pipeline.dataFolder)) \(words)"
        text += " 2>&1 | logger -t \(pipeline.unitName)"
        return text.reduce(into: "") { $0 += $1 == "%" ? "\\%" : String($1) }
    }

    /// A word for sh(1).
    private static func quoted(_ word: String) -> String {
        let isPlain = word.allSatisfy { character in
            character.isASCII
                && (character.isLetter || character.isNumber || "/._-+:=@,".contains(character))
        }
        if isPlain, !word.isEmpty { return word }
        return "'" + word.reduce(into: "") { $0 += $1 == "'" ? "'\\''" : String($1) } + "'"
    }
}
