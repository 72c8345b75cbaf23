import ChandlerCore
import ChandlerHTTP

extension VenueError {
    /// Says what an HTTP fault means for a fetch.
    ///
    /// - Parameters:
    ///   - task: What was being done, such as `fetch binance BTCUSDT 1m 2024-01-01..2024-01-02`.
    ///   - error: The fault; where its cause is a venue's own error, the caller has read that.
    init(_ task: String, _ error: HTTPError) {
        let isKey = (error.cause as? VenueRefusal)?.kind == .keyRefused
        let code = isKey ? .keyRefused : Code(error.code)
        let parts = ["\(task): \(error.message)", "nothing of this answer was kept", code.hint]
        self.init(code, parts.compactMap { $0 }.joined(separator: "; "), cause: error)
    }
}

extension VenueError.Code {
    init(_ code: HTTPError.Code) {
        switch code {
        case .couldNotResolve, .couldNotConnect, .timedOut, .tlsHandshake, .cutConnection,
            .serverFailed, .unreachable, .other:
            self = .unreachable
        case .tls: self = .untrustedCertificate
        case .decoding, .tooLarge, .tooManyRedirects: self = .badAnswer
        case .cancelled, .closed: self = .cancelled
        case .rateLimited: self = .rateLimited
        case .rejected, .refused, .badURL, .badHeader, .recording, .notRecorded: self = .refused
        }
    }

    /// What a person can do.
    fileprivate var hint: String? {
        switch self {
        case .unreachable: "check the network, or try again later"
        case .untrustedCertificate:
            "check the clock and the authorities of this machine, or whether a proxy reads along"
        case .badAnswer: "check whether a proxy stands between, or whether the base URL is right"
        case .rateLimited: "try again later"
        case .unknownSymbol, .unknownInterval, .refused, .keyRefused, .cancelled: nil
        }
    }
}
