/// What may be done with a table's rows.
struct TablePrivileges: OptionSet, Sendable, Hashable {
    let rawValue: Int

    static let select = TablePrivileges(rawValue: 1)
    static let insert = TablePrivileges(rawValue: 2)
    static let update = TablePrivileges(rawValue: 4)
    static let delete = TablePrivileges(rawValue: 8)

    /// To look at.
    static let read: TablePrivileges = [.select]
    /// To look at and add to.
    static let append: TablePrivileges = [.select, .insert]
    /// To look at, add to and correct.
    static let write: TablePrivileges = [.select, .insert, .update]
    /// To do anything with the rows.
    static let replace: TablePrivileges = [.select, .insert, .update, .delete]

    /// The server's words for them.
    var names: [String] {
        let all: [(TablePrivileges, String)] = [
            (.select, "SELECT"), (.insert, "INSERT"), (.update, "UPDATE"), (.delete, "DELETE"),
        ]
        return all.filter { contains($0.0) }.map(\.1)
    }
}
