/// What is a venue's own in a dialect; the rest is ``MeteredDialect``.
protocol VenueVoice: Sendable {
    /// A path that is served, with what stands in it.
    associatedtype Endpoint: Sendable
    /// An error body in the venue's words.
    associatedtype Failure: Error

    /// The endpoint of a path, or `nil` where the path is not this venue's.
    static func endpoint(of request: VenueRequest) -> Endpoint?

    /// What the request is about, for the rules of faults.
    static func subject(of endpoint: Endpoint, _ request: VenueRequest) -> RequestSubject

    /// How much of the limit a request counts.
    static func weight(of endpoint: Endpoint) -> Int

    /// An answer that is given before anything is counted or refused, such as a redirection.
    static func detour(_ request: VenueRequest) -> Answer?

    static func answer(_ endpoint: Endpoint, to call: DialectCall) throws(Failure) -> Answer

    /// An error as the venue tells it.
    static func tell(_ failure: Failure, _ call: DialectCall) -> Answer

    /// A refusal as the venue words it.
    static func refuse(_ refusal: Refusal, _ call: DialectCall) -> Answer

    /// The answer with what stands on every one, such as headers about the limit.
    ///
    /// Refusals are left as they are.
    static func finish(_ answer: Answer, _ call: DialectCall) -> Answer
}

extension VenueVoice {
    static func weight(of endpoint: Endpoint) -> Int { 1 }

    static func detour(_ request: VenueRequest) -> Answer? { nil }

    static func finish(_ answer: Answer, _ call: DialectCall) -> Answer { answer }
}

extension VenueVoice where Failure: AnswerableError {
    static func tell(_ failure: Failure, _ call: DialectCall) -> Answer { failure.answer }
}
