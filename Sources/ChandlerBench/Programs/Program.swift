import FoundationEssentials
import Glibc

/// A program that runs to its end while its use of the machine is measured.
struct Program {
    private let command: [String]
    private let environment: [String: String]

    /// - Parameters:
    ///   - command: The program and its arguments.
    ///   - environment: All of its variables.
    init(_ command: [String], environment: [String: String] = Program.environment()) {
        self.command = command
        self.environment = environment
    }

    /// What a program has said and used.
    struct Outcome {
        let code: Int32
        let output: String
        let errors: String
        let wall: Double
        /// Processor time in seconds, of the program and those that it waited for.
        let user: Double
        let system: Double
        let peakBytes: Int

        var processor: Double { user + system }
    }

    /// This process's variables without those that choose a database or a venue, and more.
    static func environment(_ more: [String: String] = [:]) -> [String: String] {
        let choosing: Set<String> = [
            "PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE", "PGUSER", "PGPASSWORD", "PGPASSFILE",
            "PGSERVICE", "PGSERVICEFILE", "PGOPTIONS",
        ]
        return ProcessInfo.processInfo.environment.filter { name, _ in
            !choosing.contains(name) && !name.hasPrefix("POSTGRES_")
                && !name.hasPrefix("CHANDLER_")
        }.merging(more) { $1 }
    }

    /// Runs the program and keeps what it prints.
    ///
    /// - Parameter showingOutput: Whether its standard output is shown as it comes, and not kept.
    /// - Returns: What it has said and used.
    /// - Throws: ``BenchError`` with its last lines when its exit code is not 0.
    @discardableResult
    func run(showingOutput: Bool = false) throws(BenchError) -> Outcome {
        try Interruption.check()
        let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
        let output = try ScratchText()
        let errors = try ScratchText()
        defer { close(nothing) }
        let start = Clock.wall
        let pid = try Spawn.start(
            command,
            environment: environment,
            descriptors: (nothing, showingOutput ? 2 : output.descriptor, errors.descriptor)
        )
        let (code, usage) = Spawn.wait(for: pid)
        let outcome = Outcome(
            code: code,
            output: output.text,
            errors: errors.text,
            wall: Clock.wall - start,
            user: seconds(usage.ru_utime),
            system: seconds(usage.ru_stime),
            peakBytes: usage.ru_maxrss * 1024
        )
        try Interruption.check()
        guard code == 0 else { throw failure(outcome) }
        return outcome
    }

    private func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1e6
    }

    private func failure(_ outcome: Outcome) -> BenchError {
        let lines = (outcome.output + outcome.errors).split(separator: "\n").suffix(12)
        return BenchError(
            .programFailed,
            "run \"\(command.joined(separator: " ").prefix(160))\": it ended with code "
                + "\(outcome.code); its last lines:\n"
                + lines.map { "  \($0.prefix(300))" }.joined(separator: "\n")
        )
    }
}

/// A nameless file that takes what a program prints: a pipe could fill up.
private final class ScratchText {
    let descriptor: Int32

    init() throws(BenchError) {
        let parent = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        var template = Array("\(parent)/chandler-bench-text.XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0, fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 else {
            throw TextFile.fault("make a file in", parent)
        }
        unlink(template)
    }

    deinit {
        close(descriptor)
    }

    var text: String {
        let size = Int(lseek(descriptor, 0, SEEK_END))
        var bytes = [UInt8](repeating: 0, count: max(size, 0))
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    }
}
