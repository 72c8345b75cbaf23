import ChandlerProcesses
import Glibc

/// A program of others that does a longer piece of work, such as a backup.
///
/// There is no shell in between, its standard input is empty, and no descriptor of this process is
/// open in it. What it says can be followed while it runs.
package struct OutsideProgram: Sendable {
    /// How a program ended.
    package struct Outcome: Sendable {
        /// The exit code, or 128 and the signal's number.
        package let exitCode: Int32
        /// Standard output.
        package let output: String
        /// Standard error.
        package let errors: String
    }

    /// Its path and its words, which other users of the machine can read.
    package let arguments: [String]

    /// All its variables, which other users cannot read.
    package let environment: [String: String]

    /// Describes a program; nothing is started yet.
    package init(arguments: [String], environment: [String: String]) {
        self.arguments = arguments
        self.environment = environment
    }

    /// Runs the program to its end.
    ///
    /// - Parameters:
    ///   - onLine: Is handed each line of standard error while the program runs.
    ///   - isCancelled: Is asked often; once it says yes, the program is told to stop.
    /// - Returns: How it ended; an exit code other than 0 is no error here.
    /// - Throws: ``PostgresError`` with code `serverControlFailed` when it cannot be started.
    package func run(
        onLine: (String) -> Void = { _ in },
        isCancelled: () -> Bool = { false }
    ) throws(PostgresError) -> Outcome {
        let output = try SpawnedProcess.namelessFile()
        defer { close(output) }
        let errors = try SpawnedProcess.namelessFile()
        defer { close(errors) }
        let process = try spawned.spawn(output: output, errors: errors)
        let code = wait(for: process, LineReader(errors), onLine, isCancelled)
        return Outcome(
            exitCode: code,
            output: Spawn.text(of: output),
            errors: Spawn.text(of: errors)
        )
    }

    /// Runs two programs at once, the standard output of this one being the input of the other.
    ///
    /// - Parameters:
    ///   - other: Who reads.
    ///   - onLine: Is handed each line of this one's standard error.
    ///   - isCancelled: Is asked often; once it says yes, this program is told to stop.
    /// - Returns: How both ended. The second sees the end of its input when the first dies, so only
    ///   two zeros are a success.
    /// - Throws: ``PostgresError`` with code `serverControlFailed` when one cannot be started.
    package func run(
        into other: OutsideProgram,
        onLine: (String) -> Void = { _ in },
        isCancelled: () -> Bool = { false }
    ) throws(PostgresError) -> (first: Outcome, second: Outcome) {
        let files = try [
            SpawnedProcess.namelessFile(), SpawnedProcess.namelessFile(),
            SpawnedProcess.namelessFile(),
        ]
        defer { files.forEach { close($0) } }
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw .system("make a pipe", errno, code: .serverControlFailed)
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let (first, second) = try spawn(ends, files, other)
        let firstCode = wait(for: first, LineReader(files[0]), onLine, isCancelled)
        let secondCode = wait(for: second, LineReader(files[2]), { _ in }, { false })
        return (
            Outcome(exitCode: firstCode, output: "", errors: Spawn.text(of: files[0])),
            Outcome(
                exitCode: secondCode,
                output: Spawn.text(of: files[1]),
                errors: Spawn.text(of: files[2])
            )
        )
    }

    /// Starts both on the ends of a pipe, which this process keeps no end of.
    private func spawn(
        _ ends: [Int32],
        _ files: [Int32],
        _ other: OutsideProgram
    ) throws(PostgresError) -> (pid_t, pid_t) {
        var second: pid_t?
        do throws(PostgresError) {
            defer { ends.forEach { close($0) } }
            let reader = try other.spawned.spawn(
                input: ends[0],
                output: files[1],
                errors: files[2]
            )
            second = reader
            return (try spawned.spawn(output: ends[1], errors: files[0]), reader)
        } catch {
            // Its input has ended, and so does it.
            if let second { _ = wait(for: second, LineReader(files[2]), { _ in }, { false }) }
            throw error
        }
    }

    private var spawned: SpawnedProcess {
        SpawnedProcess(arguments: arguments, environment: environment)
    }

    /// Looks in ever longer pauses, up to 50 ms, so that a short program costs no wait.
    private func wait(
        for process: pid_t,
        _ lines: consuming LineReader,
        _ onLine: (String) -> Void,
        _ isCancelled: () -> Bool
    ) -> Int32 {
        var lines = lines
        var pause: useconds_t = 500
        var isTold = false
        while true {
            var status: Int32 = 0
            let found = waitpid(process, &status, WNOHANG)
            lines.next().forEach(onLine)
            if found == process { return Spawn.exitCode(status) }
            precondition(found == 0 || errno == EINTR, "Invariant: only this call collects it")
            if !isTold, isCancelled() {
                kill(process, SIGTERM)
                isTold = true
            }
            usleep(pause)
            pause = min(pause * 2, 50_000)
        }
    }
}

/// Reads what a program has written into a file, a whole line at a time.
private struct LineReader {
    private let descriptor: Int32
    private var position = 0

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// The lines that were completed since the last call.
    mutating func next() -> [String] {
        let text = SmallFile.contents(of: descriptor, from: position)
        guard let end = text.utf8.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
        let whole = text[...end]
        position += whole.utf8.count
        return whole.split(separator: "\n").map(String.init)
    }
}
