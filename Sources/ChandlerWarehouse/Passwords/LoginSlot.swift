/// One of a group's two logins as the catalog shows it.
struct LoginSlot: Sendable, Hashable {
    /// How far a login is, as the comment on its role says.
    enum Stage: String, Sendable, Hashable {
        /// Let in, but its password is not in the file yet, or nobody knows whether it is.
        case new
        /// The one in the file.
        case current
        /// The one that was in the file before; still let in.
        case old
        /// Not let in.
        case idle
    }

    let name: String
    let exists: Bool
    let canLogIn: Bool
    /// `nil` where the comment is missing or not Chandler's.
    let stage: Stage?
    /// How many sessions it has.
    let sessions: Int
    /// A privilege that a login of Chandler must not have.
    let excess: String?

    /// What a comment of ours begins with.
    private static let mark = "chandler login: "

    /// The stage that a comment names.
    static func stage(of comment: String?) -> Stage? {
        guard let comment, comment.hasPrefix(mark) else { return nil }
        return Stage(rawValue: String(comment.dropFirst(mark.count).prefix { $0 != "," }))
    }

    /// The comment that names a stage.
    static func comment(_ stage: Stage, since moment: String) -> String {
        "\(mark)\(stage.rawValue), since \(moment)"
    }
}
