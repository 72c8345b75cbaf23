/// Why bytes from a venue are not the JSON that was expected.
package struct JSONFault: Error, CustomStringConvertible {
    /// The parser's own words.
    let words: String

    /// What was wrong.
    package var description: String { words }
}
