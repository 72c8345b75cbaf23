import Glibc

/// The manager that reads units, told about new ones with `systemctl`.
public struct SystemdManager: Sendable, Hashable {
    private let words: [String]

    /// The manager of the machine or of the user.
    public init(_ scope: SystemdScope) {
        words = ["systemctl"] + (scope == .user ? ["--user"] : []) + ["--no-ask-password"]
    }

    /// Whether systemd runs this machine; in most containers it does not.
    ///
    /// **Source:** sd_booted(3).
    public static var isRunning: Bool { access("/run/systemd/system", F_OK) == 0 }

    /// Reads the units again, and enables and starts some of them.
    ///
    /// - Throws: ``ScheduleError`` of code `configuration` with the words of `systemctl`.
    public func enable(_ units: [String]) throws(ScheduleError) {
        try call(["daemon-reload"])
        try call(["enable", "--now"] + units)
    }

    /// Stops units and lets them not be started again; those that are not known are no error.
    public func disable(_ units: [String]) {
        _ = try? SchedulerProgram(arguments: words + ["disable", "--now"] + units).run()
    }

    /// Reads the units again.
    ///
    /// - Throws: ``ScheduleError`` of code `configuration` with the words of `systemctl`.
    public func reload() throws(ScheduleError) {
        try call(["daemon-reload"])
    }

    private func call(_ more: [String]) throws(ScheduleError) {
        let outcome = try SchedulerProgram(arguments: words + more).run()
        guard outcome.exitCode == 0 else {
            let said = outcome.errors.split(whereSeparator: \.isNewline).joined(separator: " | ")
            throw ScheduleError(
                .configuration,
                "\((words + more).joined(separator: " ")): exit code \(outcome.exitCode), "
                    + "\"\(said.prefix(400))\"; the files were written"
            )
        }
    }
}
