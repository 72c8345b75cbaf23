/// A column of a file that cannot be read.
struct UnreadField {
    let name: String
    /// Why not, and how it would have to be written.
    let reason: String
}
