public import ChandlerHTTP

/// Where metrics of runs are left for Prometheus, which cannot ask a process that is gone.
///
/// **Source:** README of the Prometheus Pushgateway, "API".
public struct PushGateway: Sendable {
    /// What becomes of the metrics that an earlier run has left in the same group.
    public enum Earlier: Sendable {
        /// All are replaced (PUT).
        case isReplaced
        /// Those of other names stay (POST).
        case stays
    }

    /// How long the whole delivery may take.
    public static let limit = Duration.seconds(5)

    private let address: SecretAddress

    /// Reads the address of a gateway.
    ///
    /// - Parameters:
    ///   - address: Such as `https://user:password@gateway.example:9091`; a path before `/metrics`
    ///     is kept.
    ///   - variable: The environment's variable that holds it, for messages.
    /// - Throws: ``TelemetryError`` with code `badAddress`; it shows nothing of the address.
    public init(address: String, variable: String) throws(TelemetryError) {
        self.address = try SecretAddress(address, variable: variable)
    }

    /// Sends metrics once.
    ///
    /// - Parameters:
    ///   - families: What is sent, in the text format of OpenMetrics.
    ///   - grouping: The labels that name the group after the job `chandler`, in their order.
    ///   - earlier: What becomes of the group's earlier metrics.
    ///   - limit: How long it may take.
    ///   - transport: Sends the request.
    /// - Throws: ``TelemetryError`` with code `unreachable` or `refused`.
    public func push(
        _ families: [MetricFamily],
        grouping: [(String, String)],
        earlier: Earlier = .isReplaced,
        within limit: Duration = Self.limit,
        over transport: any HTTPTransport
    ) async throws(TelemetryError) {
        let request = HTTPRequest(
            earlier == .isReplaced ? .put : .post,
            url: url(grouping),
            body: Array(OpenMetricsText(families).text.utf8),
            headers: ["Content-Type": OpenMetricsText.contentType],
            timeouts: HTTPTimeouts(connect: limit, total: limit),
            hidesPath: true
        )
        let response: HTTPResponse
        do throws(HTTPError) {
            response = try await transport.send(request)
        } catch {
            throw TelemetryError(.unreachable, "\(Self.action(address)): \(error)", cause: error)
        }
        guard !(200..<300).contains(response.status.rawValue) else { return }
        throw TelemetryError(
            response.status.rawValue >= 500 ? .unreachable : .refused,
            "\(Self.action(address)): \(request) was answered with "
                + response.words(hiding: address)
        )
    }

    private static func action(_ address: SecretAddress) -> String {
        "push the metrics to the address in \(address.variable)"
    }

    private func url(_ grouping: [(String, String)]) -> String {
        let base = address.base.hasSuffix("/metrics") ? address.base : "\(address.base)/metrics"
        let path = ([("job", "chandler")] + grouping).map { GroupingPath.segments($0.0, $0.1) }
        return base + path.joined() + address.query
    }
}

extension HTTPResponse {
    /// Status and first words of an answer that was no success, for a message.
    func words(hiding address: SecretAddress) -> String {
        let excerpt = body.isEmpty ? nil : address.harmless(body.excerpt())
        return "status \(status.rawValue)" + (excerpt.map { ": \($0)" } ?? "")
    }
}
