/// Which headers of an answer a recording keeps: those that clients decide by.
enum RecordedHeaders {
    private static let names: Set<String> = [
        "date", "retry-after", "content-type", "etag", "last-modified", "age", "cf-mitigated",
    ]

    /// Parts of the names under which venues tell of their limits.
    private static let parts = ["limit", "weight", "retry"]

    /// Whether a header is kept; one that may carry a secret never is.
    static func isKept(_ name: String) -> Bool {
        let lower = name.lowercased()
        return !Redaction.isSecret(headerName: name)
            && (names.contains(lower) || parts.contains { lower.contains($0) })
    }

    /// Reads a line of a recording; nil where it is no header.
    static func field(_ line: String) -> HTTPHeaders.Field? {
        guard let colon = line.firstRange(of: ": ") else { return nil }
        return HTTPHeaders.Field(
            name: String(line[..<colon.lowerBound]),
            value: String(line[colon.upperBound...])
        )
    }
}
