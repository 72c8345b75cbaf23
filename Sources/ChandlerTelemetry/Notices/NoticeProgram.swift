import ChandlerProcesses
import Glibc

/// A program of the user's that is told of a run.
///
/// It gets the document on its standard input and what is asked for most in variables, beside those
/// of this process. There is no shell in between. It leads a process group of its own, which is
/// stopped as a whole when it takes too long.
public struct NoticeProgram: Sendable {
    /// How long it may take.
    public static let limit = Duration.seconds(30)

    /// How much of what it says is kept; a program that writes a thousand times that is stopped.
    private static let mostOutput = 16_384
    /// Between being asked to stop and being killed.
    private static let grace = Duration.seconds(1)

    private let arguments: [String]

    /// Names a program, found like a shell finds it, and its arguments.
    public init(_ arguments: [String]) {
        self.arguments = arguments
    }

    /// Runs the program to its end.
    ///
    /// - Parameters:
    ///   - notice: What it is told.
    ///   - limit: How long it may take.
    ///   - onLine: Is handed each line of both its outputs, cut, after its end.
    /// - Throws: ``TelemetryError`` with code `programFailed` where it cannot be started, is
    ///   stopped, or ends with a code other than 0.
    public func run(
        _ notice: RunNotice,
        within limit: Duration = Self.limit,
        onLine: @Sendable (String) -> Void = { _ in }
    ) async throws(TelemetryError) {
        guard !arguments.isEmpty else {
            throw TelemetryError(.programFailed, "run the notification command: it is empty")
        }
        let input = try telling { () throws(SpawnError) in
            try Spawn.namelessFile(holding: notice.json + "\n")
        }
        defer { close(input) }
        let output = try telling { () throws(SpawnError) in try Spawn.namelessFile() }
        defer { close(output) }
        let process = try telling { () throws(SpawnError) in
            try Spawn(
                arguments,
                environment: Spawn.ownEnvironment.merging(notice.environment) { $1 },
                leadsGroup: true
            ).start(input: input, output: output, errors: output)
        }
        let (code, stop) = await end(of: process, output, within: limit)
        Self.lines(of: output).forEach(onLine)
        if let stop { throw failure("was stopped, with its children, because \(stop)") }
        guard code == 0 else {
            throw failure(code > 128 ? "died of signal \(code - 128)" : "ended with code \(code)")
        }
    }

    /// The exit code, or 128 and a signal's number, and why the program was stopped.
    ///
    /// A cancelled task stops the program.
    private func end(
        of process: pid_t,
        _ output: Int32,
        within limit: Duration
    ) async -> (code: Int32, stop: String?) {
        let began = ContinuousClock.now
        var pause = Duration.milliseconds(1)
        while true {
            if let code = Self.collect(process, WNOHANG) { return (code, nil) }
            var facts = stat()
            if began.duration(to: .now) >= limit {
                return (stopped(process), "it took longer than \(limit.components.seconds) s")
            }
            if fstat(output, &facts) == 0, facts.st_size > Self.mostOutput * 1_000 {
                return (stopped(process), "it wrote too much")
            }
            guard (try? await Task.sleep(for: pause)) != nil else {
                return (stopped(process), "the program was told to end")
            }
            pause = min(pause * 2, .milliseconds(50))
        }
    }

    /// Asks the group to stop, then kills what is left of it.
    private func stopped(_ process: pid_t) -> Int32 {
        kill(-process, SIGTERM)
        let began = ContinuousClock.now
        var code: Int32?
        // As long as one of the group lives, a signal finds it.
        while kill(-process, 0) == 0, began.duration(to: .now) < Self.grace {
            code = code ?? Self.collect(process, WNOHANG)
            // A cancelled task would not sleep.
            usleep(5_000)
        }
        kill(-process, SIGKILL)
        return code ?? Self.collect(process, 0) ?? -1
    }

    private static func collect(_ process: pid_t, _ options: Int32) -> Int32? {
        var status: Int32 = 0
        var found = waitpid(process, &status, options)
        while found < 0, errno == EINTR { found = waitpid(process, &status, options) }
        guard found == process else { return nil }
        return Spawn.exitCode(status)
    }

    private static func lines(of file: Int32) -> [String] {
        var buffer = [UInt8](repeating: 0, count: mostOutput)
        let count = max(0, pread(file, &buffer, buffer.count, 0))
        return String(decoding: buffer[..<count], as: UTF8.self)
            .split(whereSeparator: \.isNewline).map { String($0.prefix(1_000)) }
    }

    private func telling<Result>(
        _ body: () throws(SpawnError) -> Result
    ) throws(TelemetryError) -> Result {
        do throws(SpawnError) {
            return try body()
        } catch {
            throw failure(
                error.program.isEmpty
                    ? "has no file in /tmp: \(error.words)" : "cannot be started: \(error.words)"
            )
        }
    }

    private func failure(_ words: String) -> TelemetryError {
        TelemetryError(
            .programFailed,
            "the notification command \"\(arguments.first?.prefix(80) ?? "")\" \(words)"
        )
    }
}
