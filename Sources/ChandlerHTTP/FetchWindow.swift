/// The fetches of one iteration over ``PrefetchedPages``; dropping it cancels them.
///
/// Not shared between tasks: only the tasks that it owns run elsewhere.
final class FetchWindow<Requests: IteratorProtocol, Page: Sendable, Failure: Error>
where Requests.Element: Sendable {
    private typealias Fetch = Task<Result<Page, Failure>, Never>

    private let depth: Int
    private let fetch: @Sendable (Requests.Element) async throws(Failure) -> Page
    private var requests: Requests
    /// In the order of the requests; at most `depth`.
    private var fetches: [Fetch] = []
    private var hasEnded = false

    /// Begins before the first request.
    init(
        _ requests: Requests,
        depth: Int,
        fetch: @escaping @Sendable (Requests.Element) async throws(Failure) -> Page
    ) {
        self.requests = requests
        self.depth = depth
        self.fetch = fetch
    }

    deinit {
        fetches.forEach { $0.cancel() }
    }

    /// The next page in order; afterwards, `depth` further ones are on their way.
    func next(isolation actor: isolated (any Actor)?) async throws(Failure) -> Page? {
        startFetches()
        guard let first = fetches.first else { return nil }
        let running = fetches
        let result = await withTaskCancellationHandler {
            await first.value
        } onCancel: {
            running.forEach { $0.cancel() }
        }
        fetches.removeFirst()
        switch result {
        case .success(let page):
            startFetches()
            return page
        case .failure(let error):
            await cancelRest(isolation: actor)
            throw error
        }
    }

    /// Ends the sequence: cancels the fetches and waits for them.
    func cancelRest(isolation actor: isolated (any Actor)?) async {
        hasEnded = true
        let rest = fetches
        fetches = []
        rest.forEach { $0.cancel() }
        for fetch in rest { _ = await fetch.value }
    }

    private func startFetches() {
        guard !hasEnded, !Task.isCancelled || fetches.isEmpty else { return }
        while fetches.count < depth, let request = requests.next() {
            let fetch = self.fetch
            let started = Fetch {
                do throws(Failure) {
                    return .success(try await fetch(request))
                } catch {
                    return .failure(error)
                }
            }
            // A fetch that begins in a cancelled task learns of it at once.
            if Task.isCancelled { started.cancel() }
            fetches.append(started)
        }
    }
}
