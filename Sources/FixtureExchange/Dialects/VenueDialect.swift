/// How one venue speaks: its paths, parameters, bodies, errors and limits.
///
/// Rows, the clock and faults are the same for all venues and come from ``Exchange``; a dialect
/// only translates. All dialects answer on one port, since no two share a path.
protocol VenueDialect: Sendable {
    /// What the request is about, or `nil` where the path is not this venue's.
    func subject(of request: VenueRequest) -> RequestSubject?

    /// The answer to a request whose path is this venue's.
    ///
    /// `refusal` is set where a fault wants the request refused in the venue's words; `faults`
    /// are what shall happen to the rows.
    func answer(
        _ request: VenueRequest,
        in exchange: Exchange,
        refusing refusal: Refusal?,
        disturbing faults: [RowFault]
    ) -> Answer

    /// Sets how much of the venue's limit counts as used.
    func setUsedWeight(_ used: Int)
}
