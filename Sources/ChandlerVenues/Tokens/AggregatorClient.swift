import ChandlerCore
import ChandlerHTTP

/// Asks one aggregator, within its limits and with repetitions.
struct AggregatorClient: Sendable {
    let profile: AggregatorProfile
    let options: VenueOptions
    private let clock: any HTTPClock
    private let serverClock: ServerClock
    private let runner: RequestRunner

    /// Makes a client; nothing is fetched yet.
    init(_ connection: AggregatorConnection) {
        let serverClock = ServerClock(connection.network.clock)
        self.serverClock = serverClock
        profile = connection.profile
        options = connection.options
        clock = connection.network.clock
        runner = connection.runner { serverClock.note($0) }
    }

    /// What has been asked so far.
    var counters: RequestCounters { RequestCounters(runner.counters) }

    /// The moment by this machine's clock in whole seconds, as a time of receipt.
    var now: Timestamp { Timestamp(seconds: clock.unixSeconds) }

    /// The moment by the aggregator's clock as far as it is known, which decides how far back it
    /// answers.
    var serverNow: Timestamp { serverClock.now ?? now }

    /// A request with the headers that the aggregator wants.
    func request(_ segments: [String], _ query: [(String, String)] = []) -> PathRequest {
        PathRequest(
            segments: segments,
            query: query.map { PathRequest.Parameter($0.0, $0.1) },
            headers: profile.headers
        )
    }

    /// Fetches a document and reads it.
    ///
    /// - Parameters:
    ///   - task: What is being done, for messages.
    ///   - request: What to fetch.
    ///   - read: Makes the value of the document; where it throws, the request is sent again.
    /// - Returns: The value, and where it came from.
    /// - Throws: ``VenueError``, whose cause is an `HTTPError`; see ``refusal(in:)``.
    func fetch<Value: Sendable>(
        _ task: String,
        _ request: PathRequest,
        read: @Sendable (JSONValue) throws -> Value
    ) async throws(VenueError) -> (value: Value, origin: PageOrigin) {
        do throws(HTTPError) {
            let fetched = try await runner.fetch(request) { response in
                try read(JSONTree(response.body).root)
            }
            let origin = PageOrigin(
                host: fetched.response.effectiveHost,
                path: request.path,
                fetchedAt: .now
            )
            return (fetched.value, origin)
        } catch {
            throw VenueError(task, error)
        }
    }

    /// The aggregator's clock by its last answer, or by the answer to a cheap request.
    ///
    /// - Throws: ``VenueError``.
    func serverTime(_ request: PathRequest) async throws(VenueError) -> Timestamp {
        if let now = serverClock.now { return now }
        do throws(HTTPError) {
            return try await runner.fetch(request) { response in
                guard let seconds = response.serverSeconds else {
                    throw JSONFault(words: "the answer has no header Date")
                }
                return Timestamp(seconds: seconds)
            }.value
        } catch {
            throw VenueError("ask \(profile.name) for its time", error)
        }
    }

    /// The error to report where the aggregator cannot answer such a question.
    func refused(_ task: String, _ why: String) -> VenueError {
        VenueError(.refused, "\(task): \(profile.name) \(why)")
    }
}

extension VenueError {
    /// The venue's own error behind this one.
    var refusal: VenueRefusal? { (cause as? HTTPError)?.cause as? VenueRefusal }
}
