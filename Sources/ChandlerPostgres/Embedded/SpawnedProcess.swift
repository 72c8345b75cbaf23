import Glibc

/// Runs a program to its end and keeps what it said.
///
/// There is no shell in between.
/// Standard input is empty, both outputs go to one nameless file, every other descriptor is closed
/// in the child, and signals are as a fresh process has them. So a daemon that the program leaves
/// behind holds no pipe, lock or terminal of this process.
struct SpawnedProcess {
    /// How a program ended.
    struct Outcome {
        /// The exit code, or 128 and the signal's number.
        let exitCode: Int32
        /// Both outputs, in the order in which they were written.
        let output: String
    }

    let arguments: [String]
    let environment: [String: String]

    /// Runs the program; its path is the first argument.
    func run() throws(PostgresError) -> Outcome {
        let output = try Self.namelessFile()
        defer { close(output) }
        let process = try spawn(output: output, errors: output)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { throw failure("wait for", errno) }
        }
        return Outcome(
            exitCode: Self.exitCode(status),
            output: SmallFile.contents(of: output)
        )
    }

    /// The exit code in what `waitpid` tells, or 128 and the signal's number.
    static func exitCode(_ status: Int32) -> Int32 {
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }

    /// Starts the program with open files for its outputs, and an input other than nothing if given.
    func spawn(
        input: Int32? = nil,
        output: Int32,
        errors: Int32
    ) throws(PostgresError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, errors, 2)
        for descriptor in Self.openDescriptors where descriptor > 2 {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        Self.resetSignals(&attributes)
        return try spawn(&actions, &attributes)
    }

    private func spawn(
        _ actions: inout posix_spawn_file_actions_t,
        _ attributes: inout posix_spawnattr_t
    ) throws(PostgresError) -> pid_t {
        let argumentPointers = arguments.map { strdup($0) } + [nil]
        let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let variablePointers = variables.map { strdup($0) } + [nil]
        defer { (argumentPointers + variablePointers).forEach { free($0) } }
        var process: pid_t = 0
        let result = posix_spawn(
            &process,
            arguments[0],
            &actions,
            &attributes,
            argumentPointers,
            variablePointers
        )
        guard result == 0 else { throw failure("start", result) }
        return process
    }

    private static func resetSignals(_ attributes: inout posix_spawnattr_t) {
        var none = sigset_t()
        sigemptyset(&none)
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for signal in [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGCHLD] {
            sigaddset(&defaults, signal)
        }
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF)
        )
    }

    /// Swift sees no `closefrom` for a spawn, so the open ones are listed.
    private static var openDescriptors: [Int32] {
        SmallFile.names(in: "/proc/self/fd").compactMap { Int32($0) }
    }

    /// A file rather than a pipe: nobody has to read it while the program runs, and a daemon that
    /// kept it open would not make anybody wait.
    static func namelessFile() throws(PostgresError) -> Int32 {
        var template = Array("/tmp/chandler-output-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else {
            throw PostgresError.system("make a file in /tmp for a program's output", errno)
        }
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return descriptor
    }

    private func failure(_ verb: String, _ number: Int32) -> PostgresError {
        .system("\(verb) \"\(arguments[0])\"", number, code: .serverControlFailed)
    }
}
