import Glibc

/// A program that answers lines on its standard input with lines on its standard output.
final class Worker {
    private let name: String
    private let pid: pid_t
    private let questions: UnsafeMutablePointer<FILE>
    private let answers: UnsafeMutablePointer<FILE>

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - command: The program and its arguments.
    ///   - environment: All of its variables.
    /// - Throws: ``BenchError`` when it does not start.
    init(
        _ command: [String],
        environment: [String: String] = Program.environment()
    ) throws(BenchError) {
        name = command.prefix(2).joined(separator: " ")
        let question = try Self.channel(to: name)
        let answer = try Self.channel(to: name)
        defer {
            close(question.theirs)
            close(answer.theirs)
        }
        pid = try Spawn.start(
            command,
            environment: environment,
            descriptors: (question.theirs, answer.theirs, 2)
        )
        guard let questions = fdopen(question.ours, "w"), let answers = fdopen(answer.ours, "r")
        else { throw TextFile.fault("talk to", name) }
        self.questions = questions
        self.answers = answers
    }

    /// Two ends that no other program inherits, or one side would not see the other's end.
    private static func channel(to name: String) throws(BenchError) -> (ours: Int32, theirs: Int32)
    {
        var ends: [Int32] = [0, 0]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            throw TextFile.fault("make a channel to", name)
        }
        return (ends[0], ends[1])
    }

    /// Starts a Python script that keeps freed memory instead of giving it back to the system.
    ///
    /// - Parameters:
    ///   - python: The interpreter.
    ///   - script: The script's path.
    ///   - arguments: The script's arguments.
    /// - Throws: ``BenchError`` when it does not start.
    convenience init(python: String, script: String, _ arguments: [String]) throws(BenchError) {
        try self.init(
            [python, script] + arguments,
            environment: Program.environment([
                "PYTHONDONTWRITEBYTECODE": "1", "MALLOC_MMAP_MAX_": "0",
                "MALLOC_TRIM_THRESHOLD_": "8000000000", "MALLOC_TOP_PAD_": "268435456",
                "ARROW_DEFAULT_MEMORY_POOL": "system",
            ])
        )
    }

    deinit {
        fclose(questions)
        fclose(answers)
        _ = Spawn.wait(for: pid)
    }

    /// What it answers to a line.
    func ask(_ question: String) throws(BenchError) -> String {
        say(question)
        return try line("answer \"\(question.prefix(80))\"")
    }

    /// What it answers to a line, as a number.
    func number(_ question: String) throws(BenchError) -> Double {
        let answer = try ask(question)
        guard let number = Double(answer) else {
            throw BenchError(
                .unreadableReport,
                "ask \(name) \"\(question.prefix(80))\": \"\(answer.prefix(80))\" is no number"
            )
        }
        return number
    }

    /// Sends a line.
    func say(_ line: String) {
        fputs(line + "\n", questions)
        fflush(questions)
    }

    /// The next line that it prints; `action` says in an error what it should have done.
    func line(_ action: String) throws(BenchError) -> String {
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        guard getline(&line, &capacity, answers) > 0, let line else {
            throw BenchError(
                .programFailed,
                "let \(name) \(action): it ended; its last words are above"
            )
        }
        return String(String(cString: line).prefix { $0 != "\n" })
    }
}
