/// Pages fetched ahead of their consumer and delivered in the order of their requests.
///
/// Up to `depth` pages are being fetched or wait for the consumer; the next request is taken from
/// the sequence, which may be lazy and endless, only when a page was delivered. The first error, in
/// the order of requests, ends the sequence; what was fetched beyond it is cancelled.
///
/// The fetches begin with the first call of `next()`. They are cancelled and waited for when the
/// sequence ends by an error or the consumer's task is cancelled. A consumer that leaves the loop
/// early cancels them too, but does not wait for them; ``withPrefetchedPages(_:depth:fetch:consume:)``
/// does.
public struct PrefetchedPages<Requests: Sequence, Page: Sendable, Failure: Error>: AsyncSequence
where Requests.Element: Sendable {
    /// One page.
    public typealias Element = Page

    private let requests: Requests
    private let depth: Int
    private let fetch: @Sendable (Requests.Element) async throws(Failure) -> Page

    /// Makes the sequence; nothing is fetched yet.
    ///
    /// - Parameters:
    ///   - requests: What to fetch, in order.
    ///   - depth: How many pages may be on their way or wait, at least 1.
    ///   - fetch: Fetches one page; called from several tasks at a time.
    public init(
        _ requests: Requests,
        depth: Int,
        fetch: @escaping @Sendable (Requests.Element) async throws(Failure) -> Page
    ) {
        precondition(depth > 0, "Invariant: at least one page is fetched at a time")
        self.requests = requests
        self.depth = depth
        self.fetch = fetch
    }

    /// Begins anew with the first request.
    public func makeAsyncIterator() -> Iterator {
        Iterator(FetchWindow(requests.makeIterator(), depth: depth, fetch: fetch))
    }

    /// Delivers the pages; used by one task.
    public struct Iterator: AsyncIteratorProtocol {
        private let window: FetchWindow<Requests.Iterator, Page, Failure>

        init(_ window: FetchWindow<Requests.Iterator, Page, Failure>) {
            self.window = window
        }

        /// The next page in order, or nil after the last one.
        ///
        /// - Throws: What the fetch of this page threw; afterwards the sequence is at its end.
        public mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(Failure) -> Page? {
            try await window.next(isolation: actor)
        }

        /// Ends the sequence: cancels the fetches and waits for them.
        func finish(isolation actor: isolated (any Actor)? = #isolation) async {
            await window.cancelRest(isolation: actor)
        }
    }
}

/// Fetches pages ahead while `consume` runs, and leaves no fetch behind when it returns or throws.
///
/// - Parameters:
///   - requests: What to fetch, in order.
///   - depth: How many pages may be on their way or wait, at least 1.
///   - fetch: Fetches one page; called from several tasks at a time.
///   - consume: Takes pages with `next()`, as many as it likes.
/// - Returns: What `consume` returns.
/// - Throws: What `consume` throws, which includes what it lets through from `next()`.
nonisolated(nonsending) public func withPrefetchedPages<
    Requests: Sequence,
    Page: Sendable,
    Failure: Error,
    Result
>(
    _ requests: Requests,
    depth: Int,
    fetch: @escaping @Sendable (Requests.Element) async throws(Failure) -> Page,
    consume:
        nonisolated(nonsending) (
            inout PrefetchedPages<Requests, Page, Failure>.Iterator
        ) async throws -> Result
) async throws -> Result where Requests.Element: Sendable {
    var pages = PrefetchedPages(requests, depth: depth, fetch: fetch).makeAsyncIterator()
    do {
        let result = try await consume(&pages)
        await pages.finish()
        return result
    } catch {
        await pages.finish()
        throw error
    }
}
