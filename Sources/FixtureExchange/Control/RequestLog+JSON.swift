extension RequestLog.Content {
    /// The answer of `GET /control/requests`.
    var json: String {
        let paths = counts.sorted { $0.key < $1.key }
            .map { "\(jsonString($0.key)):\($0.value)" }
        let statuses = statuses.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
        let queries = entries.map { entry in
            "{\"path\":\(jsonString(entry.path)),\"query\":\(jsonString(entry.query)),"
                + "\"status\":\(entry.status)\(entry.keysJSON)}"
        }
        return "{\"total\":\(counts.values.reduce(0, +)),\"connections\":\(connections),"
            + "\"paths\":{\(paths.joined(separator: ","))},"
            + "\"statuses\":{\(statuses.joined(separator: ","))},"
            + "\"queries\":[\(queries.joined(separator: ","))]}"
    }
}

extension RequestLog.Entry {
    /// A member about keys where some were sent: that they were, never what they were.
    fileprivate var keysJSON: String {
        guard !keys.isEmpty else { return "" }
        let members = keys.map { "\"\($0)\":\"\(VenueRequest.keyMark)\"" }
        return ",\"keys\":{\(members.joined(separator: ","))}"
    }
}
