import Glibc

/// A Python process that computes the same columns with TA-Lib, a set at a time.
final class TalibWorker {
    private let pid: pid_t
    private let questions: UnsafeMutablePointer<FILE>
    private let answers: UnsafeMutablePointer<FILE>

    /// Starts it.
    ///
    /// - Parameters:
    ///   - python: An interpreter with numpy and TA-Lib.
    ///   - script: `bench_talib.py`.
    ///   - arrays: A file of open, high, low, close and volume as doubles, one after the other.
    /// - Throws: ``BenchError`` when it does not start.
    init(python: String, script: String, arrays: String) throws(BenchError) {
        var question: [Int32] = [0, 0]
        var answer: [Int32] = [0, 0]
        guard pipe(&question) == 0, pipe(&answer) == 0 else {
            throw TextFile.fault("make a pipe to", python)
        }
        // It must not hold our ends open, or neither side would see the other end.
        for descriptor in [question[1], answer[0]] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        pid = try Spawn.start(
            [python, script, arrays],
            environment: Program.environment(Self.keepingMemory),
            descriptors: (question[0], answer[1], 2)
        )
        close(question[0])
        close(answer[1])
        guard let questions = fdopen(question[1], "w"), let answers = fdopen(answer[0], "r") else {
            throw TextFile.fault("talk to", python)
        }
        self.questions = questions
        self.answers = answers
    }

    /// Freed memory is used again instead of being given back to the operating system.
    private static let keepingMemory = [
        "PYTHONDONTWRITEBYTECODE": "1", "MALLOC_MMAP_MAX_": "0",
        "MALLOC_TRIM_THRESHOLD_": "8000000000", "MALLOC_TOP_PAD_": "268435456",
    ]

    deinit {
        fclose(questions)
        fclose(answers)
        _ = Spawn.wait(for: pid)
    }

    /// What it answers to a line.
    func ask(_ question: String) throws(BenchError) -> String {
        fputs(question + "\n", questions)
        fflush(questions)
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        guard getline(&line, &capacity, answers) > 0, let line else {
            throw BenchError(
                .programFailed,
                "ask bench_talib.py for \"\(question.prefix(80))\": it ended; its last words are "
                    + "above"
            )
        }
        return String(String(cString: line).prefix { $0 != "\n" })
    }
}
