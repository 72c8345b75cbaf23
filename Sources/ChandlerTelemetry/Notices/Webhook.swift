public import ChandlerHTTP

/// An address that a notice is posted to as a JSON document.
///
/// The whole address counts as a secret: that of a chat service is its own key. A time-out, a lost
/// connection or a status from 500 on is tried twice more, within a limit for all.
public struct Webhook: Sendable {
    /// How long all attempts may take together.
    public static let limit = Duration.seconds(10)

    private static let attempts = 3
    private let address: SecretAddress
    private let clock: any HTTPClock

    /// Reads an address.
    ///
    /// - Parameters:
    ///   - address: Such as `https://hooks.example/services/T0/B0/key`.
    ///   - variable: The environment's variable that holds it, for messages.
    ///   - clock: The time; tests bring their own.
    /// - Throws: ``TelemetryError`` with code `badAddress`; it shows nothing of the address.
    public init(
        address: String,
        variable: String,
        clock: any HTTPClock = SystemHTTPClock()
    ) throws(TelemetryError) {
        self.address = try SecretAddress(address, variable: variable)
        self.clock = clock
    }

    /// Posts a document.
    ///
    /// - Parameters:
    ///   - json: The document.
    ///   - limit: How long all attempts may take together; one may take a third of it.
    ///   - transport: Sends the requests.
    /// - Throws: ``TelemetryError`` with code `unreachable` or `refused`, that of the last attempt.
    public func post(
        _ json: String,
        within limit: Duration = Self.limit,
        over transport: any HTTPTransport
    ) async throws(TelemetryError) {
        // A twentieth is left for the pauses.
        let one = limit * 3 / 10
        let request = HTTPRequest(
            .post,
            url: address.base + address.query,
            body: Array(json.utf8),
            headers: ["Content-Type": "application/json"],
            timeouts: HTTPTimeouts(connect: one, total: one),
            hidesPath: true
        )
        for attempt in 1..<Self.attempts {
            do throws(TelemetryError) {
                return try await send(request, attempt, over: transport)
            } catch {
                guard error.isRetryable else { throw error }
                try? await clock.sleep(until: clock.now + limit * attempt / 40)
            }
        }
        try await send(request, Self.attempts, over: transport)
    }

    private func send(
        _ request: HTTPRequest,
        _ attempt: Int,
        over transport: any HTTPTransport
    ) async throws(TelemetryError) {
        let action = "post to the webhook in \(address.variable)"
        let count = attempt == 1 ? "" : " (attempt \(attempt))"
        let response: HTTPResponse
        do throws(HTTPError) {
            response = try await transport.send(request)
        } catch {
            let code: TelemetryError.Code = error.isRetryable ? .unreachable : .refused
            throw TelemetryError(code, "\(action): \(error)\(count)", cause: error)
        }
        guard !(200..<300).contains(response.status.rawValue) else { return }
        throw TelemetryError(
            response.status.rawValue >= 500 ? .unreachable : .refused,
            "\(action): \(request) was answered with \(response.words(hiding: address))\(count)"
        )
    }
}
