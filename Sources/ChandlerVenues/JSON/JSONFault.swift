/// Why bytes from a venue are not the JSON that was expected.
struct JSONFault: Error, CustomStringConvertible {
    /// The parser's own words.
    let words: String

    /// What was wrong.
    var description: String { words }
}
