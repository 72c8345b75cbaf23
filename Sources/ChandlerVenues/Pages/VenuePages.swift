import ChandlerCore
import ChandlerHTTP

/// The pages of the windows of one span, fetched ahead and delivered in order.
struct VenuePages<Windows: Sequence & Sendable, Page: Sendable>: AsyncSequence, Sendable
where Windows.Element: Sendable {
    typealias Fetch = @Sendable (Windows.Element) async throws(VenueError) -> Page

    let windows: Windows
    let depth: Int
    let fetch: Fetch

    /// Begins with the first page; dropping the iterator cancels what is in flight.
    func makeAsyncIterator() -> Iterator {
        let pages = PrefetchedPages(windows, depth: depth, fetch: fetch)
        return Iterator(pages: pages.makeAsyncIterator())
    }

    /// Delivers the pages.
    struct Iterator: AsyncIteratorProtocol {
        var pages: PrefetchedPages<Windows, Page, VenueError>.Iterator

        /// The next page.
        mutating func next() async throws -> Page? {
            try await pages.next()
        }

        /// The next page, on the caller's actor.
        mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(any Error) -> Page? {
            try await pages.next(isolation: actor)
        }
    }
}
