import ChandlerCore
import ChandlerHTTP

/// The pages of one span in order, part by part of its plan.
struct ArchivedPages: AsyncSequence, Sendable {
    let source: BinanceSource
    let series: SeriesID
    let plan: ArchivePlan
    let closedBefore: Timestamp

    /// Begins with the first part; dropping the iterator cancels what is in flight.
    func makeAsyncIterator() -> Iterator {
        Iterator(pages: self, parts: plan.parts[...])
    }

    /// Delivers the pages.
    struct Iterator: AsyncIteratorProtocol {
        private typealias Files = PrefetchedPages<[Numbered], [CandlePage], VenueError>

        private let pages: ArchivedPages
        private var parts: ArraySlice<ArchivePlan.Part>
        private var rest: (any AsyncIteratorProtocol<CandlePage, any Error>)?
        private var files: Files.Iterator?
        /// Pages of a file that were not delivered yet.
        private var waiting: ArraySlice<CandlePage> = []

        init(pages: ArchivedPages, parts: ArraySlice<ArchivePlan.Part>) {
            self.pages = pages
            self.parts = parts
        }

        /// The next page.
        mutating func next() async throws -> CandlePage? {
            try await next(isolation: nil)
        }

        /// The next page, on the caller's actor.
        mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(any Error) -> CandlePage? {
            while true {
                if let page = waiting.popFirst() { return page }
                if let page = try await rest?.next(isolation: actor) { return page }
                rest = nil
                if let next = try await files?.next(isolation: actor) {
                    waiting = next[...]
                    continue
                }
                files = nil
                guard let part = parts.popFirst() else { return nil }
                await begin(part, isolation: actor)
            }
        }

        private mutating func begin(
            _ part: ArchivePlan.Part,
            isolation actor: isolated (any Actor)?
        ) async {
            switch part {
            case .rest(let range):
                rest = pages.source.restPages(
                    of: pages.series,
                    in: range,
                    closedBefore: pages.closedBefore
                ).makeAsyncIterator()
            case .files(let spans):
                let listing = await pages.source.listing(of: spans)
                let (source, closedBefore) = (pages.source, pages.closedBefore)
                let numbered = spans.enumerated().map {
                    Numbered(span: $0.element, isLast: $0.offset == spans.count - 1)
                }
                // One file waits while the one before is processed, so two are in memory.
                files = Files(numbered, depth: 1) { (file) async throws(VenueError) in
                    try await source.pages(
                        of: file.span,
                        listing,
                        isLast: file.isLast,
                        closedBefore: closedBefore
                    )
                }.makeAsyncIterator()
            }
        }
    }
}

/// A file with its place in a run of files.
private struct Numbered: Sendable {
    let span: ArchiveSpan
    let isLast: Bool
}
