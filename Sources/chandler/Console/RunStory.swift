import ChandlerCore
import ChandlerStore

/// A run with all that is known of it.
///
/// Reports of every command and of older versions are read for what they have in common; what is
/// not known is shown as it is.
struct RunStory {
    let run: RunRecord
    let report: ReportValue
    /// What `system_logs` says; `nil` where the login may not read it.
    let log: [SystemLogEntry]?

    init(_ run: RunRecord, log: [SystemLogEntry]?) {
        self.run = run
        report = ReportValue(parsing: run.report)
        self.log = log
    }

    /// The stages that the log tells of, else those of the report.
    var stages: [ReportValue] {
        let logged = (log ?? []).map { ReportValue(parsing: $0.details) }
            .filter { $0["stage"] != .null }
        return logged.isEmpty ? report["stages"].elements : logged
    }

    /// The series of the report.
    var series: [ReportValue] { report["series"].elements }

    /// What the report warns of.
    var warnings: [String] {
        ["warnings", "notes", "findings", "doubts"].flatMap { key in
            report[key].elements.compactMap(\.text)
        }
    }

    /// Rows a second, where both are known.
    var rowsPerSecond: Double? { perSecond(Double(run.totals.rows)) }

    /// Bytes a second, where both are known.
    var bytesPerSecond: Double? { perSecond(Double(run.totals.bytes)) }

    private func perSecond(_ amount: Double) -> Double? {
        guard let seconds = run.seconds, seconds > 0, amount > 0 else { return nil }
        return amount / seconds
    }

    /// What the exit code means, and what a person can do.
    var verdict: (meaning: String, advice: String?)? {
        if run.standing == .lost {
            return (
                "the program is gone and did not say how it ended: killed, or crashed",
                "run it again: what was committed stays, and it goes on where it stopped"
            )
        }
        guard let code = run.exitCode else { return nil }
        return ExitWords.of(code)
    }
}

/// The exit codes in words.
enum ExitWords {
    /// What a code means, and what a person can do.
    static func of(_ code: Int) -> (meaning: String, advice: String?) {
        guard code != 0 else { return ("done", nil) }
        guard let exit = Int32(exactly: code).flatMap(Exit.init(rawValue:)) else {
            return ("an unknown end", nil)
        }
        return switch exit {
        case .usage:
            ("wrong usage", "correct the arguments; \"chandler help COMMAND\" lists them")
        case .badData:
            (
                "bad data",
                "read what differs or was refused; \"chandler gaps\" and \"chandler verify\" say "
                    + "more; what was good is stored"
            )
        case .unreachable:
            (
                "a venue or the database could not be reached",
                "run it again when it answers: what was committed stays; \"chandler doctor\" "
                    + "examines the database"
            )
        case .software:
            ("a fault of the program", "keep the message and the arguments, and report them")
        case .cannotWrite:
            (
                "output could not be written",
                "make room, or name a folder that may be written, and run it again"
            )
        case .tryLater:
            (
                "try again later",
                "another run held it, a limit or the deadline was reached: run it again; what was "
                    + "committed stays"
            )
        case .noPermission:
            (
                "no permission",
                "check login, key and roles; \"chandler db roles show\" lists the rights"
            )
        case .configuration:
            ("wrong configuration", "correct what the message names, and run it again")
        case .interrupted:
            (
                "interrupted",
                "run it again to go on where it stopped: what was committed stays"
            )
        }
    }
}
