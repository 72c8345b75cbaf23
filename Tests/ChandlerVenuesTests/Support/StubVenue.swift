import ChandlerHTTP
import Foundation
import Synchronization

@testable import ChandlerVenues

/// Answers requests from a script and keeps them.
final class StubVenue: HTTPTransport {
    typealias Script = @Sendable (String, Int) throws(HTTPError) -> HTTPResponse

    private let script: Script
    private let sent = Mutex<[HTTPRequest]>([])

    /// - Parameter script: Receives the URL and the number of the request, from 1.
    init(_ script: @escaping Script) {
        self.script = script
    }

    /// All requests so far.
    var requests: [HTTPRequest] { sent.withLock { $0 } }

    /// The URLs of all requests so far.
    var urls: [String] { requests.map(\.url) }

    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        let number = sent.withLock { requests in
            requests.append(request)
            return requests.count
        }
        return try script(request.url, number)
    }

    /// The value of a query parameter.
    static func parameter(_ name: String, _ url: String) -> String? {
        URLComponents(string: url)?.queryItems?.first { $0.name == name }?.value
    }
}

/// A clock that does not wait: a sleep moves it to its end at once.
final class LeapingClock: HTTPClock {
    private let instant = Mutex(ContinuousClock.now)
    private let slept = Mutex<[Duration]>([])

    var now: ContinuousClock.Instant { instant.withLock { $0 } }
    var unixSeconds: Int64 { 1_709_251_200 }
    var sleeps: [Duration] { slept.withLock { $0 } }

    func sleep(until end: ContinuousClock.Instant) async throws(CancellationError) {
        if Task.isCancelled { throw CancellationError() }
        let pause = instant.withLock { instant in
            let pause = instant.duration(to: end)
            instant = max(instant, end)
            return pause
        }
        slept.withLock { $0.append(pause) }
    }
}

extension HTTPResponse {
    /// An accepted answer with a text body.
    static func text(_ body: String) -> HTTPResponse { text(200, body) }

    /// An answer with a text body.
    static func text(
        _ status: HTTPStatus,
        headers: HTTPHeaders = [:],
        _ body: String
    ) -> HTTPResponse {
        HTTPResponse(
            status: status,
            headers: headers,
            body: HTTPBody(text: body),
            effectiveHost: "stub"
        )
    }
}

extension BinanceClient {
    /// A client over a script and a clock that does not wait.
    convenience init(
        stub: StubVenue,
        clock: LeapingClock = LeapingClock(),
        _ options: VenueOptions = VenueOptions()
    ) {
        self.init(options, transport: stub, clock: clock, seed: 1)
    }
}
