public import ChandlerCore

/// Up to where WAL is replayed.
public enum RecoveryTarget: Sendable, Hashable {
    /// Everything that arrived in the repository.
    case latest
    /// Every transaction that was committed at this moment or before it, and no other.
    case moment(Timestamp)
    /// A point that the server was told to remember.
    case point(String)

    /// pgBackRest's words for it.
    var options: [String] {
        switch self {
        case .latest: ["--type=default"]
        case .moment(let moment):
            ["--type=time", "--target=\(Self.text(moment))", "--target-action=promote"]
        case .point(let name): ["--type=name", "--target=\(name)", "--target-action=promote"]
        }
    }

    /// As PostgreSQL reads it, with its zone.
    private static func text(_ moment: Timestamp) -> String {
        "\(moment.description.replacing("T", with: " ").dropLast())+00"
    }
}
