/// Whether reads of sensitive tables are written to the server's log, and what is missing for it.
public struct ReadAuditStatus: Sendable, Hashable {
    /// How far it is.
    public enum State: String, Sendable, Hashable {
        /// The server's machine does not have the extension.
        case notInstalled = "not installed"
        /// The server was started without it.
        case notLoaded = "not loaded"
        /// Nothing is audited.
        case off
        /// Some of what should be audited is not.
        case incomplete
        /// All is audited, in sessions that begin from then on.
        case on
    }

    /// A sensitive table, or a month of one.
    public struct Table: Sendable, Hashable {
        /// Its name with the schema.
        public let name: String
        /// Whether reads of it are written down, given that the rest is as it should be.
        public let isAudited: Bool
    }

    /// The server's major version.
    public let serverMajor: Int
    /// The version of the extension that the server's machine has.
    public let availableVersion: String?
    /// The version that this database has.
    public let installedVersion: String?
    /// Whether the running server has loaded it.
    public let isLoaded: Bool
    /// The role whose privileges say what is audited; `nil` when none is set.
    public let auditor: String?
    /// The libraries that the server loads at its start; `nil` where this role may not see them.
    public let preloaded: String?
    /// The sensitive tables that the database has.
    public let tables: [Table]

    /// How far it is.
    public var state: State {
        if !isLoaded { return availableVersion == nil ? .notInstalled : .notLoaded }
        guard installedVersion != nil, auditor != nil else { return .off }
        return tables.allSatisfy(\.isAudited) ? .on : .incomplete
    }

    /// What a person has to do next; `nil` when there is nothing.
    public var remedy: String? {
        switch state {
        case .on: nil
        case .off, .incomplete: "run \"chandler db audit --enable\" as a superuser"
        case .notInstalled:
            "install pgaudit for PostgreSQL \(serverMajor) on the server's machine (Debian and "
                + "Ubuntu: postgresql-\(serverMajor)-pgaudit; Red Hat: pgaudit_\(serverMajor)); "
                + "then \(loading)"
        case .notLoaded: loading
        }
    }

    private var loading: String {
        let others = preloaded.map { "\($0), " } ?? ""
        let list = others == ", " ? "" : others
        let note = preloaded == nil ? " (after what it holds already)" : ""
        return "put it into shared_preload_libraries, with \"ALTER SYSTEM SET "
            + "shared_preload_libraries = \(list)pgaudit\"\(note) as a superuser or in "
            + "postgresql.conf, and restart the server: this setting needs a restart, a reload is "
            + "not enough"
    }
}
