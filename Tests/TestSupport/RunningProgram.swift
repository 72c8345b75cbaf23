import Foundation
import Synchronization

/// A program that was started without a shell in between.
///
/// Its standard input is empty and it is the leader of a process group of its own. It is killed
/// when the last reference goes.
package final class RunningProgram: Sendable {
    /// The process.
    package let processID: Int32
    private let arguments: [String]
    private let outputFile: OutputFile
    private let errorFile: OutputFile
    private let began = ContinuousClock.now
    private let status = Mutex<Int32?>(nil)

    /// Starts a program; its path is the first argument.
    package init(
        _ arguments: [String],
        environment: [String: String] = RunningProgram.plainEnvironment
    ) throws {
        self.arguments = arguments
        outputFile = try OutputFile()
        errorFile = try OutputFile()
        processID = try SpawnRequest(
            arguments: arguments,
            environment: environment,
            output: outputFile.descriptor,
            errors: errorFile.descriptor
        ).spawn()
    }

    deinit {
        if exitCode == nil {
            kill(-processID, SIGKILL)
            _ = try? blockUntilEnd()
        }
    }

    /// What every program gets, and nothing that names a database or a place of the user.
    package static let plainEnvironment: [String: String] = {
        let kept = ["PATH", "LD_LIBRARY_PATH", "CHANDLER_PG_BINDIR", "LSAN_OPTIONS"]
        var environment = TestPlaces.environment.filter { kept.contains($0.key) }
        environment["LANG"] = "C.UTF-8"
        // There is no such folder, and none can be made: a test that leaves files says where.
        environment["HOME"] = "/proc/nonexistent"
        return environment
    }()

    /// Standard output so far.
    package var output: String { outputFile.text }

    /// Standard error so far.
    package var errors: String { errorFile.text }

    /// The exit code, or 128 and the signal's number; `nil` while it runs.
    package var exitCode: Int32? { collect(WNOHANG) }

    /// Sends a signal.
    package func signal(_ number: Int32) {
        if exitCode == nil { kill(processID, number) }
    }

    /// Waits for the end; a program that takes longer is killed and is a failure.
    package func end(within limit: Duration = .seconds(120)) async throws -> FinishedProgram {
        while true {
            if let code = exitCode { return finished(code) }
            guard began.duration(to: .now) < limit else {
                kill(-processID, SIGKILL)
                throw TestFailure("did not end within \(limit): \(finished(try blockUntilEnd()))")
            }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    /// Waits for the end on this thread.
    package func blockUntilEnd() throws -> Int32 {
        guard let code = collect(0) else { throw TestFailure("wait for \(arguments): \(errno)") }
        return code
    }

    private func collect(_ options: Int32) -> Int32? {
        status.withLock { status in
            if let status { return status }
            var word: Int32 = 0
            guard waitpid(processID, &word, options) == processID else { return nil }
            let signal = word & 0x7F
            status = signal == 0 ? (word >> 8) & 0xFF : 128 + signal
            return status
        }
    }

    private func finished(_ code: Int32) -> FinishedProgram {
        FinishedProgram(
            exitCode: code,
            output: output,
            errors: errors,
            seconds: began.duration(to: .now) / .seconds(1),
            arguments: arguments
        )
    }
}
