public import ChandlerCore
import Foundation

/// What those who want to be told hear of a run: the document of webhooks and notification commands.
///
/// | key | value |
/// |---|---|
/// | `text` | one line for people, which chat services show |
/// | `occasion` | `failure`, `recovery` or `success` |
/// | `pipeline`, `shard`, `command` | what ran; `shard` such as `3/16` |
/// | `run_id` | the number in the ledger |
/// | `status`, `exit_code`, `error` | how it ended, and why it failed |
/// | `started_at`, `finished_at`, `seconds` | when (RFC 3339, UTC), and how long it took |
/// | `totals` | `rows`, `bytes`, `requests`, `retries` |
/// | `failed_stages` | `name`, `subject`, `status`, `seconds`, `error` of up to 20 of them |
/// | `failed_stage_count` | how many there were |
/// | `host`, `version` | where it ran, and the program's version |
///
/// What does not apply is absent.
public struct RunNotice: Sendable {
    /// Why somebody is told.
    public enum Occasion: String, Sendable, Hashable, CaseIterable {
        /// The run failed.
        case failure
        /// The run succeeded and the one before had failed.
        case recovery
        /// The run succeeded.
        case success
    }

    /// The run.
    public let run: FinishedRun
    /// Why somebody is told.
    public let occasion: Occasion
    private let host: String

    /// Creates a notice.
    ///
    /// - Parameters:
    ///   - run: The run.
    ///   - occasion: Why somebody is told.
    ///   - host: Where it ran.
    public init(
        _ run: FinishedRun,
        _ occasion: Occasion,
        host: String = Self.hostName
    ) {
        self.run = run
        self.occasion = occasion
        self.host = host
    }

    /// The name of this machine, as it calls itself.
    public static var hostName: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "" }
        let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What a run gives occasion for.
    ///
    /// A run that was stopped, by a signal or at its deadline, is neither a failure nor a success:
    /// the next one goes on. A failure with code 75 passes by itself, as a rate limit or a lock
    /// that somebody holds does; it is told when the run before had failed as well.
    ///
    /// - Parameters:
    ///   - run: The run.
    ///   - previous: How the last run before ended that succeeded or failed; `nil` for none.
    /// - Returns: The occasions, none for a run that nobody need know of.
    public static func occasions(
        of run: FinishedRun,
        previous: RunStatus?
    ) -> Set<Occasion> {
        switch run.status {
        case .succeeded: previous == .failed ? [.recovery, .success] : [.success]
        case .failed: run.exitCode == 75 && previous != .failed ? [] : [.failure]
        case .interrupted, .skipped, .running: []
        }
    }

    /// One line for people.
    public var text: String {
        let name = (run.pipeline ?? run.command) + (run.shard.map { " \($0)" } ?? "")
        let what =
            switch occasion {
            case .failure: "failed (exit \(run.exitCode))"
            case .recovery: "succeeded again"
            case .success: "succeeded"
            }
        let why = run.error.map { ": \($0)" } ?? (occasion == .failure ? "" : ": \(rows)")
        let number = run.runID.map { " [run \($0)]" } ?? ""
        return "Chandler: \(name) \(what) after \(length)"
            + Self.oneLine(why, limit: 400) + number
    }

    /// The JSON document on one line.
    public var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let data = try? encoder.encode(RunNoticeDocument(self, host: host))
        guard let data else { preconditionFailure("Invariant: a notice holds finite numbers") }
        return String(decoding: data, as: UTF8.self)
    }

    /// The variables of a notification command.
    public var environment: [String: String] {
        let values: KeyValuePairs<String, String?> = [
            "CHANDLER_OCCASION": occasion.rawValue,
            "CHANDLER_STATUS": run.status.rawValue,
            "CHANDLER_EXIT_CODE": "\(run.exitCode)",
            "CHANDLER_PIPELINE": run.pipeline,
            "CHANDLER_SHARD": run.shard,
            "CHANDLER_RUN_ID": run.runID.map { "\($0)" },
            "CHANDLER_ERROR": run.error.map { Self.oneLine($0, limit: 1_000) },
            "CHANDLER_TEXT": text,
        ]
        return Dictionary(values.compactMap { name, value in value.map { (name, $0) } }) { $1 }
    }

    private var rows: String { run.totals.rows == 1 ? "1 row" : "\(run.totals.rows) rows" }

    private var length: String {
        let whole = Int(min(run.seconds.rounded(), 1e12))
        if run.seconds < 60 { return "\((run.seconds * 10).rounded() / 10) s" }
        if whole < 3_600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3_600) h \(whole / 60 % 60) min"
    }

    /// Text without line breaks and control characters, cut.
    private static func oneLine(_ text: String, limit: Int) -> String {
        let shown = text.unicodeScalars.prefix(limit).map { scalar in
            scalar.properties.generalCategory == .control ? " " : Character(scalar)
        }
        return String(shown) + (text.unicodeScalars.count > limit ? "…" : "")
    }
}
