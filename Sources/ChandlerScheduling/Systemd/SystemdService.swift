/// The service that runs a pipeline once.
struct SystemdService {
    let pipeline: ScheduledPipeline
    let scope: SystemdScope

    var text: String {
        (unit + [""] + service + hardening.lines).joined(separator: "\n") + "\n"
    }

    private var unit: [String] {
        let target = ["Wants=network-online.target", "After=network-online.target"]
        return [
            "# Written by \"chandler schedule install\"; it is overwritten the next time.",
            "[Unit]", "Description=\(SystemdText.escaped(pipeline.line))",
        ] + (scope == .system ? target : [])
            + (pipeline.usesEmbeddedServer
                ? [
                    "Requires=\(SystemdUnits.serverUnit)", "After=\(SystemdUnits.serverUnit)",
                ] : [])
    }

    private var service: [String] {
        var lines = ["[Service]", "Type=oneshot"]
        if scope == .system, let user = pipeline.user { lines.append("User=\(user)") }
        lines += [
            "ExecStart=\(SystemdText.command(pipeline.command))",
            "WorkingDirectory=\(SystemdText.escaped(pipeline.dataFolder))",
            "Environment=\(SystemdText.item("CHANDLER_HOME=\(pipeline.dataFolder)"))",
        ]
        if !pipeline.usesEmbeddedServer {
            lines += [
                "# An embedded server would be stopped with this unit: none is started in it.",
                "Environment=CHANDLER_EMBEDDED_SERVER=off",
            ]
        }
        if let file = pipeline.environmentFile {
            lines.append("EnvironmentFile=-\(SystemdText.escaped(file))")
            if pipeline.usesEmbeddedServer {
                lines += [
                    "# The file is for everything else: the database is the embedded server.",
                    "UnsetEnvironment=\(Self.databaseVariables.joined(separator: " "))",
                ]
            }
        }
        lines += [
            "# 75 is \"try again later\": the deadline, a busy venue, or another run at it.",
            "SuccessExitStatus=75 130",
        ]
        if let deadline = pipeline.deadlineSeconds {
            lines += ["# The run ends by itself before.", "TimeoutStartSec=\(deadline + 60)s"]
        }
        return lines + ["TimeoutStopSec=10s"]
    }

    /// The variables that would name another server.
    private static let databaseVariables = [
        "POSTGRES_URL", "POSTGRES_HOST", "PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE", "PGUSER",
        "PGPASSWORD", "PGPASSFILE", "PGSERVICE", "PGSERVICEFILE",
    ]

    private var hardening: SystemdHardening {
        SystemdHardening(
            scope: scope,
            readable: [pipeline.file, pipeline.program]
                + (pipeline.environmentFile.map { [$0] } ?? []),
            writable: SystemdServer.writable(pipeline, scope) + pipeline.writableFolders,
            stateDirectory: SystemdServer.stateDirectory(pipeline, scope)
        )
    }
}
