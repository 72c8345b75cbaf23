import ChandlerCore

/// What is fetched once for all tasks of the process, such as a list of everything there is.
actor FetchedOnce<Value: Sendable> {
    private let fetch: @Sendable () async throws(VenueError) -> Value
    private var fetching: Task<Value, any Error>?

    /// Makes a value that is fetched when it is first asked for.
    init(fetch: @escaping @Sendable () async throws(VenueError) -> Value) {
        self.fetch = fetch
    }

    /// The value.
    func value() async throws(VenueError) -> Value {
        let task = fetching ?? Task { [fetch] in try await fetch() }
        fetching = task
        do {
            return try await task.value
        } catch {
            // A later question asks again.
            fetching = nil
            throw error as? VenueError ?? VenueError(.cancelled, "\(error)")
        }
    }
}
