import Glibc

/// Starts a program as the leader of a process group, with nothing of this process but its input,
/// its output and its variables.
struct NoticeSpawn {
    let arguments: [String]
    /// These come beside the variables of this process, or in their place.
    let variables: [String: String]
    let input: Int32
    let output: Int32

    /// Starts the program.
    func spawn() throws(TelemetryError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, output, 2)
        for descriptor in Self.openDescriptors where descriptor > 2 {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        Self.configure(&attributes)
        let words = arguments.map { strdup($0) } + [nil]
        let own = environment.map { strdup($0) } + [nil]
        defer { (words + own).forEach { free($0) } }
        var process: pid_t = 0
        let result = posix_spawnp(&process, arguments[0], &actions, &attributes, words, own)
        guard result == 0 else {
            throw TelemetryError(
                .programFailed,
                "start the notification command \"\(arguments[0].prefix(80))\": "
                    + Self.words(result)
            )
        }
        return process
    }

    /// What the system says of an error.
    static func words(_ number: Int32) -> String {
        "\(String(cString: strerror(number))) (errno \(number))"
    }

    /// A group of its own, and signals as a fresh process has them.
    private static func configure(_ attributes: inout posix_spawnattr_t) {
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
                | Int16(POSIX_SPAWN_SETPGROUP)
        )
    }

    private var environment: [String] {
        var lines: [String] = []
        var place = environ
        while let line = place.pointee {
            let text = String(cString: line)
            if variables[String(text.prefix { $0 != "=" })] == nil { lines.append(text) }
            place += 1
        }
        return lines + variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
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
