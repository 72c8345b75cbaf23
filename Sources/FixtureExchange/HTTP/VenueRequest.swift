/// A request as dialects see it.
struct VenueRequest: Sendable {
    let method: String
    let path: String
    /// The query as it was sent.
    let rawQuery: String
    let query: QueryParameters
    /// The value of `X-MBX-TIME-UNIT`, `Accept-Encoding` and the like, by lower-case name.
    private let headers: [String: String]

    init(method: String, target: String, headers: [String: String]) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.method = method
        path = String(parts[0])
        rawQuery = parts.count > 1 ? String(parts[1]) : ""
        query = QueryParameters(rawQuery)
        self.headers = headers
    }

    func header(_ lowercaseName: String) -> String? {
        headers[lowercaseName]
    }
}
