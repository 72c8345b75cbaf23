import Glibc

/// A program of the scheduler's, such as `systemctl` or `crontab`, run to its end.
struct SchedulerProgram {
    /// How it ended.
    struct Outcome {
        let exitCode: Int32
        let output: String
        let errors: String
    }

    /// The program, looked for on the path, and its words.
    let arguments: [String]

    /// Runs it with a text as its input.
    ///
    /// - Throws: ``ScheduleError`` of code `configuration` where it cannot be started.
    func run(input: String = "") throws(ScheduleError) -> Outcome {
        let files = [try Self.namelessFile(), try Self.namelessFile(), try Self.namelessFile()]
        defer { files.forEach { _ = close($0) } }
        try Self.fill(files[0], with: input)
        let process = try spawn(files)
        var word: Int32 = 0
        while waitpid(process, &word, 0) != process, errno == EINTR {}
        let signal = word & 0x7F
        return Outcome(
            exitCode: signal == 0 ? (word >> 8) & 0xFF : 128 + signal,
            output: Self.text(of: files[1]),
            errors: Self.text(of: files[2])
        )
    }

    private func spawn(_ files: [Int32]) throws(ScheduleError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (target, file) in files.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, file, Int32(target))
        }
        let words = arguments.map { strdup($0) } + [nil]
        let variables = Self.variables().map { strdup($0) } + [nil]
        defer { (words + variables).forEach { free($0) } }
        var process: pid_t = 0
        let result = posix_spawnp(&process, arguments[0], &actions, nil, words, variables)
        guard result == 0 else {
            throw ScheduleError(
                .configuration,
                "start \"\(arguments.joined(separator: " "))\": \(String(cString: strerror(result)))",
                hint: "is it installed? --print shows what would be installed"
            )
        }
        return process
    }

    /// This program's variables, with messages in English.
    private static func variables() -> [String] {
        var variables: [String] = []
        var next = environ
        while let entry = next.pointee {
            let variable = String(cString: entry)
            if !variable.hasPrefix("LC_") && !variable.hasPrefix("LANG") {
                variables.append(variable)
            }
            next += 1
        }
        return variables + ["LC_ALL=C"]
    }

    private static func namelessFile() throws(ScheduleError) -> Int32 {
        var template = Array("/tmp/chandler-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw .system("make a file in /tmp", errno) }
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return descriptor
    }

    private static func fill(_ descriptor: Int32, with text: String) throws(ScheduleError) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw .system("write a file in /tmp", errno) }
            bytes = bytes.dropFirst(count)
        }
        lseek(descriptor, 0, SEEK_SET)
    }

    private static func text(of descriptor: Int32) -> String {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = pread(descriptor, &chunk, chunk.count, off_t(bytes.count))
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += chunk[..<count]
        }
    }
}
