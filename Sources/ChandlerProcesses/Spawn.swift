public import Glibc

/// Starts another program, without a shell in between.
///
/// The child gets its three files and nothing else of this process: every other descriptor is closed
/// in it, and signals are as a fresh process has them. So a daemon that it leaves behind holds no
/// pipe, lock or terminal of this process.
public struct Spawn: Sendable {
    /// The program and its words; a program without a slash is looked for on the path.
    public let arguments: [String]
    /// Its variables.
    public let environment: [String: String]
    /// Whether it leads a process group of its own, so that its children can be stopped with it.
    public let leadsGroup: Bool

    /// Describes a program; nothing is started yet.
    ///
    /// - Parameters:
    ///   - arguments: The program and its words.
    ///   - environment: Its variables; ``ownEnvironment`` are those of this process.
    ///   - leadsGroup: Whether it leads a process group of its own.
    public init(
        _ arguments: [String],
        environment: [String: String],
        leadsGroup: Bool = false
    ) {
        precondition(!arguments.isEmpty, "Invariant: a program has a name")
        self.arguments = arguments
        self.environment = environment
        self.leadsGroup = leadsGroup
    }

    /// The variables of this process.
    public static var ownEnvironment: [String: String] {
        var variables: [String: String] = [:]
        var place = environ
        while let line = place.pointee {
            let text = String(cString: line)
            let name = text.prefix { $0 != "=" }
            if name.count < text.count {
                variables[String(name)] = String(text[name.endIndex...].dropFirst())
            }
            place += 1
        }
        return variables
    }

    /// Starts it with open files.
    ///
    /// - Parameters:
    ///   - input: Its standard input; `nil` for none.
    ///   - output: Its standard output.
    ///   - errors: Its standard error, which may be the same file.
    /// - Returns: The process, which is to be waited for.
    /// - Throws: ``SpawnError`` where it cannot be started.
    public func start(
        input: Int32? = nil,
        output: Int32,
        errors: Int32
    ) throws(SpawnError) -> pid_t {
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
        configure(&attributes)
        let words = arguments.map { strdup($0) } + [nil]
        let variables = environment.sorted { $0.key < $1.key }.map {
            strdup("\($0.key)=\($0.value)")
        }
        defer { (words + variables).forEach { free($0) } }
        var process: pid_t = 0
        let result = posix_spawnp(
            &process,
            arguments[0],
            &actions,
            &attributes,
            words,
            variables + [nil]
        )
        guard result == 0 else { throw SpawnError("start", arguments[0], result) }
        return process
    }

    private func configure(_ attributes: inout posix_spawnattr_t) {
        var none = sigset_t()
        sigemptyset(&none)
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for signal in [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGCHLD] {
            sigaddset(&defaults, signal)
        }
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF)
                | (leadsGroup ? Int16(POSIX_SPAWN_SETPGROUP) : 0)
        )
    }

    /// Swift sees no `closefrom` for a spawn, so the open ones are listed.
    private static var openDescriptors: [Int32] {
        guard let folder = opendir("/proc/self/fd") else { return [] }
        defer { closedir(folder) }
        var found: [Int32] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let number = Int32(name) { found.append(number) }
        }
        return found
    }
}

extension Spawn {
    /// The exit code in what `waitpid` tells, or 128 and the signal's number.
    public static func exitCode(_ status: Int32) -> Int32 {
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }

    /// An open file without a name, for the input or an output of a program.
    ///
    /// A file rather than a pipe: nobody has to read it while the program runs, and a daemon that
    /// kept it open would not make anybody wait.
    ///
    /// - Parameter text: What it holds; it is read from the beginning.
    /// - Returns: Its descriptor, which children do not get; the caller closes it.
    /// - Throws: ``SpawnError`` where /tmp cannot be written to.
    public static func namelessFile(holding text: String = "") throws(SpawnError) -> Int32 {
        var template = Array("/tmp/chandler-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw SpawnError("make a file in /tmp for", "", errno) }
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else {
                let number = errno
                close(descriptor)
                throw SpawnError("write a file in /tmp for", "", number)
            }
            bytes = bytes.dropFirst(count)
        }
        lseek(descriptor, 0, SEEK_SET)
        return descriptor
    }

    /// All that such a file holds, from its beginning.
    public static func text(of descriptor: Int32) -> String {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = pread(descriptor, &chunk, chunk.count, off_t(bytes.count))
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += chunk[..<count]
        }
    }
}
