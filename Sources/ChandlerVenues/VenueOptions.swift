public import ChandlerHTTP

/// How a venue is talked to; the defaults suit a person's first run.
public struct VenueOptions: Sendable {
    /// Takes the place of all of the venue's own hosts, such as `http://127.0.0.1:8080`.
    public var baseURL: String?
    /// Takes the place of the hosts of the venue's bulk archive, where it has one; with a base URL
    /// and without this no archive is used.
    public var archiveURL: String?
    /// Whether the address serves candles and nothing else: then the symbol is taken as it stands
    /// and this machine's clock decides what is complete.
    public var servesCandlesOnly: Bool
    /// How many pages may be on their way or wait to be processed.
    public var prefetchDepth: Int
    /// The most candles asked for at a time; the venue's own maximum where `nil` or above it.
    public var pageSize: Int?
    /// When a transfer is given up.
    public var timeouts: HTTPTimeouts
    /// How long one request may take, with all its repetitions and pauses.
    public var patience: Duration
    /// Sent as `User-Agent`.
    public var userAgent: String
    /// PEM file of the authorities to trust, or `nil` for the system's.
    public var certificateFile: String?
    /// Takes the place of what the venue's API is assumed to allow, and of what it states itself;
    /// the bulk archive keeps its own limit.
    public var limit: WeightLimit?
    /// What the sources of a process share: connections, limits and bans, host by host.
    ///
    /// Its time-outs, user agent and authorities then count; `nil` where a source shares nothing.
    public var network: HTTPNetwork?

    /// Creates options.
    public init(
        baseURL: String? = nil,
        archiveURL: String? = nil,
        servesCandlesOnly: Bool = false,
        prefetchDepth: Int = 6,
        pageSize: Int? = nil,
        timeouts: HTTPTimeouts = HTTPTimeouts(),
        patience: Duration = .seconds(300),
        userAgent: String = "chandler",
        certificateFile: String? = nil,
        limit: WeightLimit? = nil,
        network: HTTPNetwork? = nil
    ) {
        self.baseURL = baseURL
        self.archiveURL = archiveURL
        self.servesCandlesOnly = servesCandlesOnly
        self.prefetchDepth = prefetchDepth
        self.pageSize = pageSize
        self.timeouts = timeouts
        self.patience = patience
        self.userAgent = userAgent
        self.certificateFile = certificateFile
        self.limit = limit
        self.network = network
    }
}
