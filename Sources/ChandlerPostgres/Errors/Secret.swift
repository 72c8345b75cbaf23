/// A text that never shows itself, whichever way it is printed.
struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The text itself, for the one call that needs it.
    let revealed: String

    var description: String { Redaction.mask }
    var debugDescription: String { Redaction.mask }
    var customMirror: Mirror { Mirror(self, children: [] as [Mirror.Child]) }
}
