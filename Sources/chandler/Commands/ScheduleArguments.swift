import ArgumentParser
import ChandlerScheduling
import Foundation

/// Who is to start a pipeline.
enum SchedulerKind: String {
    case systemd, cron, kubernetes
}

/// The options that say who is to start a pipeline.
struct SchedulerArguments: ParsableArguments {
    @Flag(help: "Timer and service units of systemd.")
    var systemd = false

    @Flag(help: "Lines in a crontab.")
    var cron = false

    @Flag(
        help: ArgumentHelp(
            "With --systemd: units of your own, run by your own manager.",
            discussion:
                "They run only while you are logged in, or after \"loginctl enable-linger\"."
        )
    )
    var user = false

    @Option(
        help: ArgumentHelp(
            "With --systemd: write the units below this folder, and start nothing.",
            valueName: "folder"
        ),
        completion: .directory
    )
    var root: String?

    @Option(
        help: ArgumentHelp(
            "The account that runs it.",
            discussion: "With --systemd \"chandler\" by default, with --cron your own.",
            valueName: "name"
        )
    )
    var userAccount: String?

    func validate() throws {
        if !systemd, user || root != nil {
            throw ValidationError("--user and --root belong to --systemd")
        }
        if user, userAccount != nil {
            throw ValidationError("--user units run as yourself, --user-account is for others")
        }
        if userAccount == "root" {
            throw ValidationError(
                "--user-account root: units take every right of root away; name another account"
            )
        }
    }

    /// The kinds among what was asked for.
    func kinds(kubernetes: Bool = false) -> [SchedulerKind] {
        (systemd ? [.systemd] : []) + (cron ? [.cron] : []) + (kubernetes ? [.kubernetes] : [])
    }

    var scope: SystemdScope { user ? .user : .system }

    /// Whether the files are for this machine, and systemd runs it.
    var canStart: Bool { root == nil && SystemdManager.isRunning }

    /// The account of system units.
    var account: String { userAccount ?? "chandler" }

    /// Where units belong.
    var unitFolder: ScheduleFolder {
        let folder = user ? "\(Self.configuration)/systemd/user" : "/etc/systemd/system"
        guard let root else { return ScheduleFolder(folder) }
        let path = URL(fileURLWithPath: root).standardizedFileURL.path
        return ScheduleFolder((path == "/" ? "" : path) + folder)
    }

    /// Where an account keeps settings.
    static var configuration: String {
        absolute("XDG_CONFIG_HOME") ?? "\(home)/.config"
    }

    /// Where an account keeps data of Chandler's.
    static var data: String {
        if let home = absolute("CHANDLER_HOME") { return home }
        return (absolute("XDG_DATA_HOME") ?? "\(home)/.local/share") + "/chandler"
    }

    private static var home: String { absolute("HOME") ?? NSHomeDirectory() }

    private static func absolute(_ variable: String) -> String? {
        let value = ProcessInfo.processInfo.environment[variable]
        return value.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
}
