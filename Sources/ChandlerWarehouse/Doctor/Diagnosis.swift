public import ChandlerCore

/// Everything that one visit of the doctor found.
public struct Diagnosis: Sendable {
    /// All findings, the worst first, then in the order of the examinations.
    public let findings: [Finding]
    /// What was measured, for Prometheus; the doctor's own metrics included.
    public let metrics: [Metric]
    /// Whether the server answered.
    public let isUp: Bool
    /// The role that looked; `nil` where none got in.
    public let role: String?
    /// The server's version, such as `15.18`; `nil` where it was not reached.
    public let serverVersion: String?
    /// When the visit ended, by this machine's clock.
    public let endedAt: Timestamp
    /// How long it took.
    public let seconds: Double

    /// How many findings there are of a severity.
    public func count(_ severity: Finding.Severity) -> Int {
        findings.count { $0.severity == severity }
    }

    /// 0 when healthy (notices allowed), 1 with warnings, 2 when something is broken.
    public var exitCode: Int32 {
        switch findings.map(\.severity).max() {
        case .broken: 2
        case .warning: 1
        default: 0
        }
    }
}

extension Diagnosis {
    init(
        _ examined: [Examined],
        isUp: Bool,
        role: String?,
        serverVersion: String?,
        endedAt: Timestamp,
        seconds: Double
    ) {
        let found = examined.flatMap(\.findings)
        findings = found.enumerated().sorted {
            ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset)
        }.map(\.element)
        self.isUp = isUp
        self.role = role
        self.serverVersion = serverVersion
        self.endedAt = endedAt
        self.seconds = seconds
        metrics =
            Self.ownMetrics(found, isUp: isUp, endedAt: endedAt, seconds: seconds)
            + examined.flatMap(\.metrics)
    }

    private static func ownMetrics(
        _ findings: [Finding],
        isUp: Bool,
        endedAt: Timestamp,
        seconds: Double
    ) -> [Metric] {
        [
            Metric("chandler_up", "Whether the database answered (1) or not (0).", isUp ? 1 : 0),
            Metric(
                "chandler_doctor_timestamp_seconds",
                "When chandler doctor last ended, since 1970.",
                Double(endedAt.microseconds) / 1e6
            ),
            Metric(
                "chandler_doctor_duration_seconds",
                "How long chandler doctor took.",
                seconds
            ),
            Metric(
                "chandler_doctor_findings",
                "Findings of chandler doctor by severity.",
                Finding.Severity.allCases.map { severity in
                    .init(
                        ["severity": severity.name],
                        Double(findings.count { $0.severity == severity })
                    )
                }
            ),
            Metric(
                "chandler_doctor_finding_severity",
                "Severity of each finding: 0 healthy, 1 not visible, 2 notice, 3 warning, 4 broken.",
                findings.map { .init(["id": $0.id], Double($0.severity.rawValue)) }
            ),
        ]
    }
}
