import ChandlerPostgres

/// The URL with which a login reaches the server over the way that another connection took.
enum LoginURL {
    /// What belongs to whoever opened the other connection, not to the way.
    private static let personal = ["sslcert", "sslkey", "passfile", "application_name"]

    /// Writes the URL.
    ///
    /// - Parameters:
    ///   - login: A name that needs no encoding.
    ///   - password: Its password.
    ///   - route: The configuration of the other connection.
    ///   - database: The database, since a missing one means the role's name.
    /// - Returns: A URI with the password in it.
    static func text(
        login: String,
        password: StrongPassword,
        route: ConnectionConfiguration,
        database: String
    ) -> String {
        let uri = route.with("user", login).with(database: database).uri
        let head = "postgresql://\(login)@"
        precondition(uri.hasPrefix(head), "Invariant: a URI begins with its role")
        return "postgresql://\(login):\(password.revealed)@"
            + withoutPersonalParts(uri.dropFirst(head.count))
    }

    private static func withoutPersonalParts(_ rest: Substring) -> String {
        guard let mark = rest.firstIndex(of: "?") else { return String(rest) }
        let kept = rest[rest.index(after: mark)...].split(separator: "&").filter { item in
            !personal.contains { item.hasPrefix("\($0)=") }
        }
        return String(rest[..<mark]) + (kept.isEmpty ? "" : "?\(kept.joined(separator: "&"))")
    }
}
