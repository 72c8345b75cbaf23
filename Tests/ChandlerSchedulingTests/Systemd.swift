import ChandlerCore
import Foundation
import TestSupport
import Testing

/// The programs of systemd, which need no systemd that runs.
enum Systemd {
    private static let program = "/usr/bin/systemd-analyze"

    /// Whether tests with it run; in CI its absence is a failure.
    static let isThere = isInstalled || TestPlaces.isCI

    static let reason: Comment = "\(program) is not installed"

    private static let isInstalled = FileManager.default.isExecutableFile(atPath: program)

    /// Runs `systemd-analyze`.
    static func analyze(_ words: [String]) async throws -> FinishedProgram {
        guard isInstalled else { throw TestFailure("\(program) is missing") }
        let home = try ScratchFolder("home")
        var environment = RunningProgram.plainEnvironment
        environment.merge(["HOME": home.path, "XDG_RUNTIME_DIR": home.path]) { $1 }
        return try await RunningProgram([program] + words, environment: environment).end()
    }

    /// The times that systemd finds for a line of `OnCalendar=`.
    static func times(of line: String, after start: Timestamp, count: Int) async throws -> [String]
    {
        let base = start.description.dropLast().replacing("T", with: " ")
        let run = try await analyze([
            "calendar", "--iterations=\(count)", "--base-time=\(base) UTC", line,
        ]).succeeded()
        return run.output.split(separator: "\n").compactMap { text in
            let words = text.split(separator: " ")
            guard words.count > 4, words.last == "UTC",
                text.contains("elapse:") || words[0] == "Iter."
            else { return nil }
            return "\(words[words.count - 3])T\(words[words.count - 2])Z"
        }
    }
}
