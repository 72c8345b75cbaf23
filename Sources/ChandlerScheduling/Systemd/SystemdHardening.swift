/// The walls around a unit: what it cannot see, change or ask of the kernel.
///
/// `RemoveIPC` is not among them: at the end of every run it would take the shared memory of a
/// server that the same account runs.
///
/// **Source:** systemd.exec(5) and systemd.resource-control(5) of systemd 252.
struct SystemdHardening {
    let scope: SystemdScope
    /// What is only read.
    let readable: [String]
    /// What is written.
    let writable: [String]
    /// The folder below /var/lib that systemd makes and owns; `nil` where that is not needed.
    let stateDirectory: String?
    /// Whether programs run in it that make machine code while they run, as PostgreSQL does.
    var makesCode = false

    /// The lines of section `[Service]`.
    var lines: [String] {
        ["UMask=0027", "NoNewPrivileges=yes"] + files + kernel + calls
            + (scope == .system ? privileges : [])
    }

    private var files: [String] {
        var lines = ["ProtectSystem=strict", "ProtectHome=\(isInHome ? "read-only" : "yes")"]
        lines.append("PrivateTmp=yes")
        if let stateDirectory {
            lines += ["StateDirectory=\(stateDirectory)", "StateDirectoryMode=0750"]
        }
        lines += writable.filter { !Self.isTemporary($0) }
            .map { "ReadWritePaths=\(SystemdText.item($0))" }
        // A private /tmp would hide these.
        lines += readable.filter(Self.isTemporary)
            .map { "BindReadOnlyPaths=\(SystemdText.item($0))" }
        lines += writable.filter(Self.isTemporary).map { "BindPaths=\(SystemdText.item($0))" }
        return lines
    }

    private var kernel: [String] {
        ["ProtectKernelTunables=yes", "ProtectControlGroups=yes"]
    }

    /// What the kernel grants everybody once no new privileges can be had.
    private var calls: [String] {
        [
            "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK", "RestrictNamespaces=yes",
            "RestrictRealtime=yes", "RestrictSUIDSGID=yes", "LockPersonality=yes",
        ] + (makesCode ? [] : ["MemoryDenyWriteExecute=yes"]) + [
            "SystemCallArchitectures=native", "SystemCallFilter=@system-service",
            "SystemCallFilter=~@privileged", "SystemCallErrorNumber=EPERM",
        ]
    }

    /// What the manager of a user has no right to take away.
    private var privileges: [String] {
        [
            "PrivateDevices=yes", "DevicePolicy=closed", "ProtectKernelModules=yes",
            "ProtectKernelLogs=yes", "ProtectClock=yes", "ProtectHostname=yes",
            "ProtectProc=invisible", "ProcSubset=pid", "CapabilityBoundingSet=",
            "AmbientCapabilities=",
        ]
    }

    private var isInHome: Bool {
        scope == .user
            || (readable + writable).contains { path in
                ["/home/", "/root/", "/run/user/"].contains { path.hasPrefix($0) }
            }
    }

    private static func isTemporary(_ path: String) -> Bool {
        path.hasPrefix("/tmp/") || path.hasPrefix("/var/tmp/")
    }
}
