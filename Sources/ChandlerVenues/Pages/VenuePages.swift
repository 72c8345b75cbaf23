import ChandlerCore
import ChandlerHTTP

/// The pages of one span, fetched ahead and delivered in order.
struct VenuePages: AsyncSequence, Sendable {
    typealias Fetch = @Sendable (PageWindow) async throws(VenueError) -> CandlePage

    let windows: PageWindows
    let depth: Int
    let fetch: Fetch

    /// Begins with the first page; dropping the iterator cancels what is in flight.
    func makeAsyncIterator() -> Iterator {
        let pages = PrefetchedPages(windows, depth: depth, fetch: fetch)
        return Iterator(pages: pages.makeAsyncIterator())
    }

    /// Delivers the pages.
    struct Iterator: AsyncIteratorProtocol {
        var pages: PrefetchedPages<PageWindows, CandlePage, VenueError>.Iterator

        /// The next page.
        mutating func next() async throws -> CandlePage? {
            try await pages.next()
        }

        /// The next page, on the caller's actor.
        mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(any Error) -> CandlePage? {
            try await pages.next(isolation: actor)
        }
    }
}
