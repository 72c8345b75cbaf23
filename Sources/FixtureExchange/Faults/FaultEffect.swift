import ChandlerCore

/// What a fault does to an answer.
enum FaultEffect: Sendable, Hashable {
    /// The request is refused in the venue's own words.
    case refuse(Refusal)
    /// Half of the body is sent, then the connection is closed.
    case cut
    /// The answer stalls in mid body.
    case slow(milliseconds: Int)
    /// Status 200 and JSON's content type, but no JSON.
    case garbage
    /// Status 200 and an HTML page.
    case html
    /// The right body under a wrong content type.
    case contentType(String)
    /// A gzip body that ends early, with a length that agrees.
    case truncatedGzip
    case rows(RowFault)

    static let kinds =
        "429, 418, 403, 451, 500, 503-html, cut, slow, garbage, html, content-type, "
        + "truncated-gzip, duplicate, unordered, late, hide, silent, revise"

    /// Reads the words of a switch, or returns `nil` where they are no fault.
    init?(_ words: [String], in text: String) throws(FixtureExchangeError) {
        let argument = words.count > 1 ? words[1] : nil
        if let rows = try RowFault(words, in: text) {
            self = .rows(rows)
            return
        }
        switch (words[0], words.count) {
        case ("429", 1...2): self = .refuse(.tooManyRequests(seconds: try count(argument, 1)))
        case ("418", 1...2): self = .refuse(.banned(seconds: try count(argument, 120)))
        case ("403", 1): self = .refuse(.forbidden)
        case ("451", 1): self = .refuse(.blockedCountry)
        case ("500", 1): self = .refuse(.internalError)
        case ("503-html", 1): self = .refuse(.maintenance)
        case ("cut", 1): self = .cut
        case ("slow", 1...2): self = .slow(milliseconds: try count(argument, 30_000))
        case ("garbage", 1): self = .garbage
        case ("html", 1): self = .html
        case ("content-type", 1...2): self = .contentType(argument ?? "text/html")
        case ("truncated-gzip", 1): self = .truncatedGzip
        default: return nil
        }

        func count(_ word: String?, _ preset: Int) throws(FixtureExchangeError) -> Int {
            guard let word else { return preset }
            guard let value = Int(word), value >= 0 else {
                throw FixtureExchangeError(
                    .badFault,
                    "read fault \(quoted(text)): \(quoted(word)) is not a whole number"
                )
            }
            return value
        }
    }
}

/// Milliseconds since 1970, from that number or from an RFC 3339 time.
func milliseconds(
    _ word: String,
    in text: String
) throws(FixtureExchangeError) -> Int64 {
    if let value = Int64(word) { return value }
    if let moment = Timestamp(parsing: word) { return moment.milliseconds }
    throw FixtureExchangeError(
        .badFault,
        "read \(quoted(text)): \(quoted(word)) is not a time; write milliseconds since 1970 or "
            + "2024-03-01T00:00:00Z"
    )
}
