public import ChandlerPostgres

/// Changes the password with which programs log in, without any of them being locked out.
///
/// A group has two logins that take turns. ``rotate()`` lets the idle one in with a new password,
/// logs in with it, and only then puts its URL into the file; the login before stays valid, so a
/// program that read the old URL a moment ago gets in too. ``finish(force:)`` shuts the old one out
/// once nobody uses it.
///
/// **State:** stands on the roles themselves, in whether they may log in and in their comments, so
/// it is the same from every machine. A rotation that is killed at any step leaves both the file's
/// login and the old one valid, and the next one brings it to its end.
/// **Secrets:** the password is made here, goes into the file, and to the server as a SCRAM
/// verifier. It is in no statement, message, argument or variable.
public struct PasswordRotation {
    let catalog: LoginCatalog
    let group: LoginGroup
    let file: PasswordFile
    private let route: ConnectionConfiguration

    /// Prepares a rotation; nothing is changed yet.
    ///
    /// - Parameters:
    ///   - connection: One of a role that may make and alter roles, over the way that the programs
    ///     take.
    ///   - group: Whose password.
    ///   - file: Where programs find the URL.
    public init(_ connection: PostgresConnection, group: LoginGroup, file: PasswordFile) {
        catalog = LoginCatalog(connection: connection, group: group)
        self.group = group
        self.file = file
        route = connection.configuration
    }

    /// Makes a new password and puts it into the file.
    ///
    /// - Returns: What was done.
    /// - Throws: ``WarehouseError``: `configuration` when the group is missing, passwords let
    ///   nobody in on this way or the new login is not let in, `usage` when the rotation before is not finished, `permissionDenied`,
    ///   `cannotWrite` or `busy`. The file and its login are as they were.
    public func rotate() throws(WarehouseError) -> RotatedPassword {
        try catalog.alone {
            let slots = try catalog.slots()
            let turn = try RotationTurn(slots, group: group)
            guard turn.isResumed, try isDelivered(turn.next) else {
                try deliver(turn)
                return report(turn, isResumed: false)
            }
            try catalog.note(current: turn.next.name, old: turn.previous?.name)
            return report(turn, isResumed: true)
        }
    }

    private func report(_ turn: RotationTurn, isResumed: Bool) -> RotatedPassword {
        RotatedPassword(
            group: group,
            login: turn.next.name,
            previous: turn.previous?.name,
            file: file,
            isResumed: isResumed
        )
    }

    /// Whether a rotation that was cut off had put its login into the file already.
    ///
    /// Then programs may use it, and another password would lock them out.
    private func isDelivered(_ slot: LoginSlot) throws(WarehouseError) -> Bool {
        guard let url = try file.url(),
            let configuration = try? ConnectionConfiguration(databaseURL: url),
            configuration.user == slot.name
        else { return false }
        do throws(WarehouseError) {
            try prove(slot, url)
            return true
        } catch {
            guard error.cause?.code == .authenticationFailed else { throw error }
            return false
        }
    }

    private func deliver(_ turn: RotationTurn) throws {
        if turn.isResumed, turn.next.sessions > 0 {
            throw WarehouseError(
                .busy,
                "\(turn.next.name) was let in by a rotation that was cut off, is not in the file "
                    + "\"\(file.path)\", and has \(turn.next.sessions) sessions; nothing was "
                    + "changed; name the file it was for, or end the sessions"
            )
        }
        let password = StrongPassword()
        let database = try catalog.connection.query("SELECT current_database()").firstRow().text(0)
        let proof = LoginProof(group: group, login: turn.next.name)
        try proof.requirePasswordWay(url: url(turn.next, StrongPassword(), database))
        let url = url(turn.next, password, database)
        let draft = try file.draft(url)
        try catalog.enable(turn.next, ScramVerifier(password), previous: turn.previous)
        do {
            try prove(turn.next, url)
        } catch {
            // Should this fail too, the next rotation finds the login as one that was cut off.
            try? catalog.disable(turn.next.name)
            throw error
        }
        try draft.publish()
        try catalog.note(current: turn.next.name, old: turn.previous?.name)
    }

    private func url(
        _ slot: LoginSlot,
        _ password: StrongPassword,
        _ database: String
    ) -> String {
        LoginURL.text(login: slot.name, password: password, route: route, database: database)
    }

    private func prove(_ slot: LoginSlot, _ url: String) throws(WarehouseError) {
        try LoginProof(group: group, login: slot.name).check(url: url, from: "its new password")
    }
}
