import ChandlerPostgres

/// One visit of the doctor while it goes on.
struct Visit {
    let thresholds: DoctorThresholds
    var examined: [Examined] = []
    private(set) var isUp = false
    private(set) var role: String?
    private(set) var serverVersion: String?

    init(_ thresholds: DoctorThresholds) {
        self.thresholds = thresholds
    }

    /// Notes who looks at what.
    mutating func meet(_ patient: Patient) {
        isUp = true
        role = patient.role
        serverVersion = ServerRelease(patient.connection.serverVersion).description
    }

    /// Notes that the server cannot be reached, or no longer.
    mutating func lose(_ finding: Examined) {
        isUp = false
        examined.removeAll { $0.findings.contains { $0.id == finding.findings.first?.id } }
        examined.insert(finding, at: 0)
    }

    /// Runs one examination in a transaction of its own; whatever it throws becomes a finding.
    mutating func run(_ examination: any Examination, on patient: Patient) {
        guard isUp else { return }
        let connection = patient.connection
        do {
            examined.append(
                try connection.transaction(mode: "READ ONLY") {
                    try connection.execute(
                        """
                        SET LOCAL statement_timeout = \(thresholds.statementMilliseconds);
                        SET LOCAL lock_timeout = \(thresholds.lockMilliseconds)
                        """
                    )
                    return try examination.examine(patient)
                }
            )
        } catch {
            note(error, of: examination, role: patient.role)
        }
    }

    private mutating func note(_ error: any Error, of examination: any Examination, role: String) {
        let fault = error as? PostgresError
        if let fault, fault.isConnectionLost {
            return lose(Examined(RoundTripExamination.lost(fault)))
        }
        examined.append(Examined(examination.subject.unfinished(error, role: role)))
    }
}

extension Subject {
    /// The finding that it could not be looked at.
    func unfinished(_ error: any Error, role: String) -> Finding {
        let fault = error as? PostgresError
        return switch fault?.code {
        case .insufficientPrivilege:
            notVisible("not visible to the role \(role): \(fault?.message ?? "")")
        case .queryCanceled, .lockNotAvailable:
            finding(
                .warning,
                "could not be examined in the time allowed: \(fault?.message ?? "")",
                remedy: "see what keeps the server busy, and look again"
            )
        default: finding(.warning, "could not be examined: \(error)")
        }
    }
}
