import Glibc

/// A running stand-in for the venue.
struct Exchange: ~Copyable {
    /// Where it answers.
    let url: String
    private let pid: pid_t

    /// Starts one and waits until it serves.
    ///
    /// - Parameters:
    ///   - program: The path of `fixture-exchange`.
    ///   - candles: Candle files, or folders of them.
    ///   - folder: Where it says that it is ready.
    /// - Throws: ``BenchError`` when it does not begin to serve.
    init(_ program: String, candles: [String], folder: String) throws(BenchError) {
        let ready = folder + "/exchange.ready"
        unlink(ready)
        let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { close(nothing) }
        let pid = try Spawn.start(
            [program, "--candles"] + candles + [
                "--now", "2024-06-01T00:00:00Z", "--weight-limit", "100000000", "--preload",
                "--ready-file", ready,
            ],
            environment: Program.environment(),
            descriptors: (nothing, nothing, 2)
        )
        do {
            url = try Self.address(in: ready, of: pid)
        } catch {
            Self.stop(pid)
            throw error
        }
        self.pid = pid
    }

    deinit {
        Self.stop(pid)
    }

    private static func address(in ready: String, of pid: pid_t) throws(BenchError) -> String {
        for _ in 0..<3_000 {
            try Interruption.check()
            if TextFile.exists(ready) {
                return try TextFile.text(of: ready).split(separator: "\n").first.map(String.init)
                    ?? ""
            }
            // Without waiting for it: stopping does that.
            var information = siginfo_t()
            if waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT) == 0,
                information.si_signo == SIGCHLD
            {
                break
            }
            usleep(20_000)
        }
        throw BenchError(.programFailed, "start fixture-exchange: it did not begin to serve")
    }

    private static func stop(_ pid: pid_t) {
        kill(pid, SIGTERM)
        _ = Spawn.wait(for: pid)
    }
}
