public import ChandlerCore
public import ChandlerHTTP

extension HTTPClient {
    /// Makes the client of a venue's source.
    convenience init(_ options: VenueOptions) throws(HTTPError) {
        try self.init(
            HTTPClientOptions(
                userAgent: options.userAgent,
                timeouts: options.timeouts,
                // The host's limiter decides how many run at a time.
                transfersPerHost: 32,
                certificateFile: options.certificateFile
            )
        )
    }
}

extension VenueOptions {
    /// The network to use: the one of the process, or a new one of this source alone.
    func openNetwork() throws(HTTPError) -> HTTPNetwork {
        if let network { return network }
        return HTTPNetwork(transport: try HTTPClient(self))
    }
}

extension RequestCounters {
    /// Takes over what a runner or a tally counted; the bytes are those on the wire.
    public init(_ tally: HTTPCounters) {
        self.init(requests: tally.requests, retries: tally.retries, bytes: tally.bytesOnWire)
    }
}
