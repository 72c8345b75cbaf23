extension VenueRequest {
    /// Headers in which venues expect a key, by lower-case name.
    static let keyHeaders = [
        "authorization", "x-api-key", "x-cg-demo-api-key", "x-cg-pro-api-key", "x-mbx-apikey",
    ]

    /// What the log keeps of a key.
    static let keyMark = "present"

    /// The headers with a key that were sent; their values are kept nowhere.
    var sentKeyHeaders: [String] {
        VenueRequest.keyHeaders.filter { header($0) != nil }
    }

    /// The query as it was sent, with a mark in place of keys.
    var loggedQuery: String {
        guard rawQuery.contains("key") else { return rawQuery }
        return rawQuery.split(separator: "&", omittingEmptySubsequences: false).map { pair in
            let name = pair.prefix { $0 != "=" }
            return name.contains("key") && name.count < pair.count
                ? "\(name)=\(VenueRequest.keyMark)" : String(pair)
        }
        .joined(separator: "&")
    }
}
