extension VenueArguments {
    /// Venues reached at the addresses that the environment names, else at their own.
    init(_ network: NetworkArguments) {
        self.init()
        baseURL = nil
        archiveURL = nil
        candlesOnly = false
        self.network = network
    }
}

extension NetworkArguments {
    /// The network of a pipeline; limits come from the environment, one a venue.
    init(patience: SpanOfTime, cacert: String?, record: String?, replay: String?) {
        self.init()
        self.cacert = cacert
        self.patience = patience
        limit = nil
        self.record = record
        self.replay = replay
    }
}
