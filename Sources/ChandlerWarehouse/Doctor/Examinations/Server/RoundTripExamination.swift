import ChandlerPostgres

/// Whether the server answers, and how fast.
struct RoundTripExamination: Examination {
    static let subject = Subject("connection", "connection")
    var subject: Subject { Self.subject }

    func examine(_ patient: Patient) throws -> Examined {
        // The quickest of a few is the way there and back; the others waited for a processor.
        let clock = ContinuousClock()
        var seconds = Double.infinity
        for _ in 0..<3 {
            let start = clock.now
            try patient.connection.checkLiveness()
            seconds = min(seconds, (clock.now - start).inSeconds)
        }
        let isSlow = seconds > patient.thresholds.roundTripSeconds
        return Examined(
            subject.finding(
                isSlow ? .notice : .healthy,
                "a round trip takes \(Figure.seconds(seconds))",
                ["round_trip_seconds": .number(seconds)],
                remedy: "run Chandler nearer to its server: every batch waits for such trips"
            ),
            [
                Metric(
                    "chandler_round_trip_seconds",
                    "Time of an empty statement to the server and back.",
                    seconds
                )
            ]
        )
    }

    /// The finding about a server that cannot be reached.
    static func failed(_ error: PostgresError, _ configuration: ConnectionConfiguration) -> Finding
    {
        let isOwn = configuration.source == .embedded
        return subject.finding(
            .broken,
            "\(error)",
            ["code": .text(error.code.rawValue)],
            remedy: isOwn ? "start the embedded server" : remedy(error.code, configuration),
            command: isOwn ? "chandler db start" : nil
        )
    }

    /// The finding about a server that went away.
    static func lost(_ error: PostgresError) -> Finding {
        subject.finding(
            .broken,
            "the connection was lost during the visit: \(error)",
            ["code": .text(error.code.rawValue)],
            remedy: "look into the server's log, and look again"
        )
    }

    private static func remedy(
        _ code: PostgresError.Code,
        _ configuration: ConnectionConfiguration
    ) -> String {
        switch code {
        case .authenticationFailed:
            "check the role and its password in \(configuration.source.name)"
        case .undefinedDatabase:
            "make the database, or name another in \(configuration.source.name)"
        case .tooManyConnections: "end sessions that nobody needs, or raise max_connections"
        case .serverNotReady: "wait until the server has started, and look again"
        default: "check that the server runs and that \(configuration.source.name) names it"
        }
    }
}
