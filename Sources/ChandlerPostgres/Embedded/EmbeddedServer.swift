import Glibc

/// A PostgreSQL server that Chandler makes, starts and stops itself, reached by a Unix socket only.
///
/// The server outlives the program that started it, and holds none of its pipes or its terminal. All
/// calls block, and may be made from several processes at once: a lock in the folder lets one of them
/// work while the others wait for its result.
///
/// **Who gets in:** nobody over the network. On the socket the kernel tells the server which operating
/// system user is at the other end (`peer`), and a map lets the owner of the server and root in as
/// role `chandler`, nobody else; so there is no password, and the socket's folder, which only its
/// owner enters, is a second wall. Any plain `psql` of the same user opens ``connectionConfiguration``'s
/// URI.
///
/// **As root** the server runs as system user `postgres`, since PostgreSQL refuses to run as root;
/// `postgres` then owns the folder and must be able to enter its parents.
///
/// **Shape:** `data/` is the cluster (UTF-8, locale C, checksums), `run/` holds the socket,
/// `server.log` what the server says, `lock` the lock. Where the path is too long for a socket (107
/// bytes), the socket's folder is `$XDG_RUNTIME_DIR/chandler-UID-HASH` or `/tmp/chandler-UID-HASH`.
public struct EmbeddedServer: Sendable {
    /// The role that owns everything in the cluster.
    public static let role = "chandler"

    /// The database that is made in a new cluster.
    public static let database = "chandler"

    /// The number in the socket's name.
    static let port = 5432

    /// The folder that holds everything.
    public var folder: String { folders.base }

    /// The file into which the server writes its messages.
    public var logFile: String { folders.log }

    let folders: ServerFolders
    let environment: [String: String]
    let additionalSettings: [String: String]

    /// Describes a server in a folder; nothing is made or started yet.
    ///
    /// - Parameters:
    ///   - folder: An absolute path; see ``defaultFolder(environment:)`` for the usual one.
    ///   - environment: The process's variables: `CHANDLER_PG_BINDIR`, `PATH`, `XDG_RUNTIME_DIR` and
    ///     `LD_LIBRARY_PATH` are looked at.
    ///   - settings: Server settings that win over Chandler's own; a throw-away cluster of a test
    ///     passes `["fsync": "off"]`, which also leaves out the syncing of a new cluster.
    public init(
        folder: String,
        environment: [String: String],
        settings: [String: String] = [:]
    ) {
        folders = ServerFolders(base: folder)
        self.environment = environment
        additionalSettings = settings
    }

    /// How to connect; right whether the server runs or not.
    public var connectionConfiguration: ConnectionConfiguration {
        let running = PostmasterFile.ofRunningServer(in: folders.data)
        return ConnectionConfiguration(
            socketFolder: running?.socketFolder ?? plannedSocketFolder,
            port: running?.port ?? Self.port,
            user: Self.role,
            database: Self.database
        )
    }

    /// Says whether the server exists and runs.
    ///
    /// - Returns: What is known without talking to the server.
    /// - Throws: ``PostgresError`` with code `folderNotUsable` when this user may not look.
    public func status() throws(PostgresError) -> EmbeddedServerStatus {
        let major = try existingMajorVersion()
        let running = PostmasterFile.ofRunningServer(in: folders.data)
        let state: EmbeddedServerStatus.State =
            switch running?.phase {
            case nil: major == nil ? .notCreated : .stopped
            case "ready": .running
            case "stopping": .stopping
            default: .starting
            }
        return EmbeddedServerStatus(
            state: state,
            processID: running?.processID,
            majorVersion: major,
            dataFolder: folders.data,
            logFile: folders.log,
            socketFolder: running?.socketFolder
        )
    }

    /// The major version in the data folder; nil when there is no data folder.
    func existingMajorVersion() throws(PostgresError) -> Int? {
        guard FolderAccess.exists(folders.data) else {
            if !FolderAccess.exists(folders.base) || FolderAccess.isReadable(folders.base) {
                return nil
            }
            throw .system("look into \"\(folders.base)\"", EACCES)
        }
        let text = SmallFile.text(of: "\(folders.data)/PG_VERSION")?.singleLine(cutTo: 20)
        guard let text, let major = Int(text) else {
            throw PostgresError(
                code: .folderNotUsable,
                message: "open \"\(folders.data)\": it exists, but is no data folder of PostgreSQL "
                    + "that this user may read",
                hint: "choose another place with CHANDLER_HOME"
            )
        }
        return major
    }

    /// Where the socket goes at the next start.
    var plannedSocketFolder: String {
        // As root the server is `postgres`, who has no part in root's runtime folder.
        let isRoot = FolderAccess.isRoot
        let runtime =
            isRoot ? nil : environment["XDG_RUNTIME_DIR"].flatMap { $0.isEmpty ? nil : $0 }
        let userID = isRoot ? SystemUser.named("postgres")?.userID ?? 0 : FolderAccess.userID
        return folders.socketFolder(
            runtimeFolder: runtime,
            userID: userID,
            port: Self.port
        )
    }
}
