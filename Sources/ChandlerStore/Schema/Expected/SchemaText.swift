/// Spellings of types and expressions, so that what a person writes can be compared with what a
/// server of any version prints.
enum SchemaText {
    /// A text that two spellings of the same definition share.
    ///
    /// Casts that the server adds, spaces, quotes of names and parentheses are left out. Without
    /// parentheses a different grouping of AND and OR looks the same; the contract's checks are
    /// conjunctions of comparisons, whose grouping says nothing.
    static func canonical(_ definition: String) -> String {
        var text = withoutCasts(definition)
        text.removeAll { " ()\"\n\t".contains($0) }
        return text.replacing(/=ANYARRAY\[([^\]]*)\]/) { "IN\($0.output.1)" }
    }

    /// A server's expression as a person would write it.
    static func withoutCasts(_ expression: String) -> String {
        expression.replacing(
            /::(character varying|double precision|timestamp with time zone|[a-z_]+)(\([0-9,]+\))?(\[\])?/,
            with: ""
        )
    }

    /// A type's name as the contract writes it.
    static func short(_ type: String) -> String {
        type.replacing("character varying", with: "varchar")
            .replacing("timestamp with time zone", with: "timestamptz")
    }
}
