import ChandlerCore

/// A name that no venue has.
public struct UnknownVenueError: Error, Sendable, CustomStringConvertible {
    /// The name as it was given.
    public let name: String
    /// The venues there are.
    public let known: [String]

    /// Creates an error.
    public init(name: String, known: [String]) {
        self.name = name
        self.known = known
    }

    /// What was found and what is allowed.
    public var description: String {
        "venue \(quoted(name)) is not known; there are: \(known.joined(separator: ", "))"
    }
}
