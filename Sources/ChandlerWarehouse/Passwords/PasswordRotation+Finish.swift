extension PasswordRotation {
    /// Shuts out the login that was in use before the last rotation.
    ///
    /// Does nothing when that was done before. Where the file is there, its login is tried first.
    ///
    /// - Parameter force: Whether to end the sessions that the old login still has, instead of
    ///   leaving everything as it is.
    /// - Returns: What was done.
    /// - Throws: ``WarehouseError``: `busy` with the sessions that the old login has, `configuration`
    ///   when the file does not let anybody in as the new login, `usage` when no rotation was done
    ///   or it was cut off, or `permissionDenied`.
    public func finish(force: Bool = false) throws(WarehouseError) -> FinishedRotation {
        try catalog.alone {
            let (current, old) = try pair(try catalog.slots())
            let isFileProven = try proveFile(current)
            guard let old else {
                return report(current, nil, isFileProven)
            }
            let sessions = try catalog.sessions(of: old.name)
            if !sessions.isEmpty, !force { throw inUse(old, sessions) }
            try catalog.disable(old.name)
            let ended = force ? try catalog.endSessions(of: old.name) : 0
            return FinishedRotation(
                group: group,
                login: current.name,
                disabled: old.name,
                isFileProven: isFileProven,
                endedSessions: ended,
                remaining: force ? [] : try catalog.sessions(of: old.name)
            )
        }
    }

    private func report(
        _ current: LoginSlot,
        _ disabled: String?,
        _ isFileProven: Bool
    ) -> FinishedRotation {
        FinishedRotation(
            group: group,
            login: current.name,
            disabled: disabled,
            isFileProven: isFileProven,
            endedSessions: 0,
            remaining: []
        )
    }

    /// The login in use and the one to shut out, if it is let in still.
    private func pair(
        _ slots: [LoginSlot]
    ) throws(WarehouseError) -> (current: LoginSlot, old: LoginSlot?) {
        let able = slots.filter(\.canLogIn)
        if let new = able.first(where: { $0.stage == .new }) {
            throw WarehouseError(
                .usage,
                "the rotation to \(new.name) was cut off; nothing was changed; rotate again, which "
                    + "brings it to its end, and then finish"
            )
        }
        if able.count == 1 { return (able[0], nil) }
        if let current = able.first(where: { $0.stage == .current }),
            let old = able.first(where: { $0.stage == .old })
        {
            return (current, old)
        }
        guard able.isEmpty else { throw RotationTurn.ambiguity(able, group) }
        throw WarehouseError(
            .usage,
            "no login of \(group.name) has a password yet; nothing was changed; rotate first"
        )
    }

    /// Tries the login in the file; false where there is no file here to try.
    private func proveFile(_ current: LoginSlot) throws(WarehouseError) -> Bool {
        guard let url = try file.url() else { return false }
        try LoginProof(group: group, login: current.name).check(
            url: url,
            from: "the password file \"\(file.path)\""
        )
        return true
    }

    private func inUse(_ old: LoginSlot, _ sessions: [LoginSession]) -> WarehouseError {
        let list = sessions.prefix(10).map(\.description).joined(separator: "; ")
        let more = sessions.count > 10 ? "; and \(sessions.count - 10) more" : ""
        return WarehouseError(
            .busy,
            "\(old.name) is still in use by \(sessions.count) sessions: \(list)\(more); nothing was "
                + "changed; let those programs read the new file and connect anew, then finish "
                + "again; --force ends their sessions"
        )
    }
}
