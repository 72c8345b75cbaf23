import ChandlerCore
import ChandlerHTTP

extension HTTPClient {
    /// Makes the client of a venue's source.
    convenience init(_ options: VenueOptions) throws(HTTPError) {
        try self.init(
            HTTPClientOptions(
                userAgent: options.userAgent,
                timeouts: options.timeouts,
                transfersPerHost: max(1, options.prefetchDepth),
                certificateFile: options.certificateFile
            )
        )
    }
}

extension RequestCounters {
    /// Takes over what a runner counted.
    init(_ tally: HTTPCounters) {
        self.init(requests: tally.requests, retries: tally.retries, bytes: tally.bytesOnWire)
    }
}
