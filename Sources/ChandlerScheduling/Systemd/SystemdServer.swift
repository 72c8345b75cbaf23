/// The service that keeps the embedded server running while runs come and go.
///
/// A server that a run had started would be stopped with the run's unit.
struct SystemdServer {
    let pipeline: ScheduledPipeline
    let scope: SystemdScope

    var text: String {
        (unit + [""] + service + hardening.lines + ["", "[Install]", "WantedBy=\(target)"])
            .joined(separator: "\n") + "\n"
    }

    private var target: String { scope == .system ? "multi-user.target" : "default.target" }

    private var unit: [String] {
        [
            "# Written by \"chandler schedule install\"; it is overwritten the next time.",
            "[Unit]", "Description=PostgreSQL of Chandler",
        ]
    }

    private var service: [String] {
        let home = pipeline.dataFolder
        var lines = ["[Service]", "Type=forking"]
        if scope == .system, let user = pipeline.user { lines.append("User=\(user)") }
        lines += [
            "PIDFile=\(SystemdText.escaped("\(home)/postgres/data/postmaster.pid"))",
            "# A server that was started by hand would not belong to this unit.",
            "ExecStartPre=-\(SystemdText.command([pipeline.program, "db", "stop"]))",
            "ExecStart=\(SystemdText.command([pipeline.program, "db", "start"]))",
            "ExecStop=\(SystemdText.command([pipeline.program, "db", "stop"]))",
            "WorkingDirectory=\(SystemdText.escaped(home))",
            "Environment=\(SystemdText.item("CHANDLER_HOME=\(home)"))",
            "KillMode=mixed", "KillSignal=SIGINT", "TimeoutStartSec=330s", "TimeoutStopSec=150s",
            "Restart=on-failure", "RestartSec=5s",
        ]
        // A manager of a user has no right to spare a process.
        return lines + (scope == .system ? ["OOMScoreAdjust=-100"] : [])
    }

    private var hardening: SystemdHardening {
        SystemdHardening(
            scope: scope,
            readable: [pipeline.program],
            writable: Self.writable(pipeline, scope),
            stateDirectory: Self.stateDirectory(pipeline, scope),
            makesCode: true
        )
    }

    /// The name below /var/lib of a folder that systemd makes for the account.
    static func stateDirectory(_ pipeline: ScheduledPipeline, _ scope: SystemdScope) -> String? {
        let prefix = "/var/lib/"
        guard scope == .system, pipeline.dataFolder.hasPrefix(prefix) else { return nil }
        let name = pipeline.dataFolder.dropFirst(prefix.count)
        return name.isEmpty || name.contains(" ") || name.contains("%") ? nil : String(name)
    }

    /// The data folder, where systemd does not make it.
    static func writable(_ pipeline: ScheduledPipeline, _ scope: SystemdScope) -> [String] {
        stateDirectory(pipeline, scope) == nil ? [pipeline.dataFolder] : []
    }
}
