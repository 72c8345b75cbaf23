import Glibc

/// What a running server wrote into `postmaster.pid`.
///
/// **Source:** PostgreSQL, `src/include/utils/pidfile.h`.
struct PostmasterFile: Sendable, Hashable {
    let processID: pid_t
    let port: Int
    let socketFolder: String
    /// `starting`, `ready`, `stopping` or `standby`.
    let phase: String

    /// Reads the text of the file; nil while it is not complete enough.
    init?(text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 5, let processID = pid_t(lines[0]), processID > 0,
            let port = Int(lines[3])
        else { return nil }
        self.processID = processID
        self.port = port
        socketFolder = String(lines[4])
        phase = lines.count > 7 ? String(lines[7].prefix { $0 != " " }) : "starting"
    }

    /// The file of a server that runs in a data folder; nil when none does.
    ///
    /// A file that a crash left behind does not count, even when its number belongs to another
    /// process by now: a server's current folder is its data folder.
    static func ofRunningServer(in dataFolder: String) -> PostmasterFile? {
        guard let text = SmallFile.text(of: "\(dataFolder)/postmaster.pid"),
            let file = PostmasterFile(text: text), file.isAlive(in: dataFolder)
        else { return nil }
        return file
    }

    /// Whether the process of that number is a server in that folder.
    ///
    /// A server's current folder is its data folder. Where the kernel does not show that, as for
    /// root without its capabilities in a container, name and owner have to do.
    func isAlive(in dataFolder: String) -> Bool {
        guard isListed, !isZombie else { return false }
        if let isSame = FolderAccess.isSame("/proc/\(processID)/cwd", dataFolder) { return isSame }
        let name = SmallFile.text(of: "/proc/\(processID)/comm")?.singleLine(cutTo: 20)
        let isServer = name == "postgres" || name == "postmaster"
        return isServer && FolderAccess.hasSameOwner("/proc/\(processID)", dataFolder)
    }

    /// Whether the number is taken by any process, dead but not yet collected ones included.
    private var isListed: Bool { kill(processID, 0) == 0 || errno == EPERM }

    /// Whether the process is over and only waits for its parent to notice.
    private var isZombie: Bool {
        let line = SmallFile.text(of: "/proc/\(processID)/stat") ?? ""
        guard let name = line.lastIndex(of: ")") else { return false }
        return line[name...].dropFirst(2).first == "Z"
    }

    /// Waits, for ten seconds at most, until a dead server's number is free.
    ///
    /// PostgreSQL takes a file with a listed number for that of a running server, and in a container
    /// the first process may take its time to collect others.
    func awaitCollection() {
        for _ in 0..<200 where isListed && isZombie { usleep(50_000) }
    }
}
