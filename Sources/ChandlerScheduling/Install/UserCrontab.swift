/// A user's crontab, read and written with `crontab`.
public struct UserCrontab: Sendable, Hashable {
    private let words: [String]

    /// The crontab of an account; `nil` for one's own.
    public init(user: String?) {
        words = ["crontab"] + (user.map { ["-u", $0] } ?? [])
    }

    /// Reads the crontab; an empty one where the user has none.
    ///
    /// - Throws: ``ScheduleError`` of code `configuration` with the words of `crontab`.
    public func read() throws(ScheduleError) -> Crontab {
        let outcome = try SchedulerProgram(arguments: words + ["-l"]).run()
        if outcome.exitCode == 0 { return Crontab(outcome.output) }
        // There is no code for it, and every program says it so.
        if outcome.errors.contains("no crontab for") { return Crontab("") }
        throw failure("-l", outcome)
    }

    /// Writes the crontab.
    ///
    /// - Throws: ``ScheduleError`` of code `configuration` with the words of `crontab`.
    public func write(_ crontab: Crontab) throws(ScheduleError) {
        let outcome = try SchedulerProgram(arguments: words + ["-"]).run(input: crontab.text)
        guard outcome.exitCode == 0 else { throw failure("-", outcome) }
    }

    private func failure(_ word: String, _ outcome: SchedulerProgram.Outcome) -> ScheduleError {
        let said = outcome.errors.split(whereSeparator: \.isNewline).joined(separator: " | ")
        return ScheduleError(
            .configuration,
            "\(words.joined(separator: " ")) \(word): exit code \(outcome.exitCode), "
                + "\"\(said.prefix(400))\"; the crontab is as it was"
        )
    }
}
