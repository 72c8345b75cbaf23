/// Whose turn it is.
struct RotationTurn {
    /// The login that gets a password.
    let next: LoginSlot
    /// The login that is in use until then.
    let previous: LoginSlot?
    /// Whether a rotation to `next` was cut off before it was known to be in the file.
    let isResumed: Bool

    /// Decides from the state of both logins.
    init(_ slots: [LoginSlot], group: LoginGroup) throws(WarehouseError) {
        let able = slots.filter(\.canLogIn)
        guard let first = slots.first, let last = slots.last, slots.count == 2 else {
            preconditionFailure("Invariant: a group has two logins")
        }
        if let next = able.first(where: { $0.stage == .new }) {
            self.init(next: next, previous: able.first { $0.name != next.name }, isResumed: true)
        } else if able.count < 2 {
            let previous = able.first
            self.init(
                next: previous?.name == first.name ? last : first,
                previous: previous,
                isResumed: false
            )
        } else {
            throw RotationTurn.refusal(able, group)
        }
        if let excess = next.excess {
            throw WarehouseError(
                .configuration,
                "\(next.name) has \(excess), which a login of \(group.name) must not have; nothing "
                    + "was changed; take it away with ALTER ROLE, or drop the role"
            )
        }
    }

    private init(next: LoginSlot, previous: LoginSlot?, isResumed: Bool) {
        self.next = next
        self.previous = previous
        self.isResumed = isResumed
    }

    private static func refusal(_ able: [LoginSlot], _ group: LoginGroup) -> WarehouseError {
        if let old = able.first(where: { $0.stage == .old }),
            let current = able.first(where: { $0.stage == .current })
        {
            return WarehouseError(
                .usage,
                "the rotation to \(current.name) is not finished: \(old.name) is still let in, "
                    + "with \(old.sessions) sessions; nothing was changed; once every program has "
                    + "read the new file, end it with --finish"
            )
        }
        return ambiguity(able, group)
    }

    /// What is said when the roles do not say which login is in use.
    static func ambiguity(_ able: [LoginSlot], _ group: LoginGroup) -> WarehouseError {
        let names = able.map(\.name).joined(separator: " and ")
        return WarehouseError(
            .configuration,
            "\(names) may both log in, and their comments do not say which is in use for "
                + "\(group.name); nothing was changed; take LOGIN from the one that is not, with "
                + "ALTER ROLE ... NOLOGIN"
        )
    }
}
