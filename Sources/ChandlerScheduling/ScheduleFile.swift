/// A file that a scheduler reads.
public struct ScheduleFile: Sendable, Hashable {
    /// Its name in the scheduler's folder.
    public let name: String
    /// What is in it.
    public let text: String

    /// Creates a file of a name and a text.
    public init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}
