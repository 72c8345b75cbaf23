import Glibc

/// Starts programs; the one place that talks to `posix_spawn`.
enum Spawn {
    /// Starts a program, found through `PATH` when its name has no slash.
    ///
    /// - Parameters:
    ///   - command: The program and its arguments.
    ///   - environment: Its variables.
    ///   - descriptors: What its standard input, output and error are.
    /// - Returns: Its process identifier.
    /// - Throws: ``BenchError`` when there is no such program.
    static func start(
        _ command: [String],
        environment: [String: String],
        descriptors: (input: Int32, output: Int32, error: Int32)
    ) throws(BenchError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, descriptors.input, 0)
        posix_spawn_file_actions_adddup2(&actions, descriptors.output, 1)
        posix_spawn_file_actions_adddup2(&actions, descriptors.error, 2)
        var arguments = command.map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer {
            arguments.forEach { free($0) }
            variables.forEach { free($0) }
        }
        var pid: pid_t = 0
        let fault = posix_spawnp(&pid, command[0], &actions, nil, &arguments, &variables)
        guard fault == 0 else {
            throw BenchError(
                .programMissing,
                "start \"\(command[0])\": \(String(cString: strerror(fault)))"
            )
        }
        return pid
    }

    /// Waits until a program has ended.
    ///
    /// - Returns: Its exit code, 128 and the signal's number when a signal ended it, and what it
    ///   and the programs it waited for have used.
    static func wait(for pid: pid_t) -> (code: Int32, usage: rusage) {
        var status: Int32 = 0
        var usage = rusage()
        while wait4(pid, &status, 0, &usage) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return (signal == 0 ? (status >> 8) & 0xFF : 128 + signal, usage)
    }
}
