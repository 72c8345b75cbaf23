/// What is a venue's own in a dialect; the rest is ``MeteredDialect``.
protocol VenueVoice: Sendable {
    /// A path that is served, with what stands in it.
    associatedtype Endpoint: Sendable
    /// An error body in the venue's words.
    associatedtype Failure: AnswerableError

    /// The endpoint of a path, or `nil` where the path is not this venue's.
    static func endpoint(of request: VenueRequest) -> Endpoint?

    /// What the request is about, for the rules of faults.
    static func subject(of endpoint: Endpoint, _ request: VenueRequest) -> RequestSubject

    static func answer(_ endpoint: Endpoint, to call: DialectCall) throws(Failure) -> Answer

    /// A refusal as the venue words it.
    static func refuse(_ refusal: Refusal, _ call: DialectCall) -> Answer

    /// The answer with what stands on every one, such as headers about the limit.
    static func finish(_ answer: Answer, _ call: DialectCall) -> Answer
}

extension VenueVoice {
    static func finish(_ answer: Answer, _ call: DialectCall) -> Answer { answer }
}
