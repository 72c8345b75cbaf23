import ChandlerCore
import ChandlerHTTP

extension AggregatorClient {
    /// Asks about tokens and reads the answer, stamped with the time of its receipt.
    ///
    /// - Parameters:
    ///   - task: What is being done, for messages.
    ///   - request: What to fetch.
    ///   - source: The aggregator's name in the table.
    ///   - network: The chain's name in the table.
    ///   - asked: The tokens that are asked for; `nil` where whatever is found is wanted.
    ///   - read: Makes the value of the document; where it throws, the request is sent again.
    /// - Returns: The value.
    /// - Throws: ``VenueError``.
    func tokens<Value: Sendable>(
        _ task: String,
        _ request: PathRequest,
        of source: String,
        on network: String,
        _ asked: AskedTokens?,
        read: @Sendable (JSONValue, TokenScope) throws -> Value
    ) async throws(VenueError) -> Value {
        try await fetch(task, request) { root in
            let scope = TokenScope(
                source: source,
                network: network,
                receivedAt: now,
                asked: asked
            )
            return try read(root, scope)
        }.value
    }

    /// What a search is called in messages.
    ///
    /// - Throws: ``VenueError`` where there is nothing to search for.
    func searchTask(_ source: String, _ text: String) throws(VenueError) -> String {
        let task = "search \(source) for \(quoted(text))"
        guard !text.isEmpty else { throw refused(task, "does not search for nothing") }
        return task
    }
}
