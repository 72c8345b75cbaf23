import ChandlerWarehouse

/// What maintenance did, for programs and the ledger.
struct MaintenanceDocument: Encodable {
    let status: String
    let runID: Int64?
    let dryRun: Bool
    let summary: String
    let seconds: Double
    let steps: [MaintenanceStep]
    let findings: [String]
    let exitCode: Int32
    let error: String?

    init(_ report: MaintenanceReport, runID: Int64?, isDryRun: Bool, _ failure: RunFailure?) {
        status =
            switch failure?.exit {
            case nil: "succeeded"
            case .tryLater where report.fault == nil: "unfinished"
            default: "failed"
            }
        self.runID = runID
        dryRun = isDryRun
        summary = report.summary
        seconds = report.seconds
        steps = report.steps
        findings = report.findings
        exitCode = failure?.exit.rawValue ?? 0
        error = failure?.message
    }
}
