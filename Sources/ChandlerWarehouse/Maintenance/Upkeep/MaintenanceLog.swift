import ChandlerPostgres
import Foundation

/// The rows of maintenance in `system_logs`.
struct MaintenanceLog {
    let connection: PostgresConnection

    /// What a row's details hold.
    private struct Details: Encodable {
        let steps: [MaintenanceStep]
        let findings: [String]
        let seconds: Double
        let memory: MaintenanceMemory
    }

    /// What the last run remembers; nothing where there was none or its row cannot be read.
    func memory() -> MaintenanceMemory {
        let text = try? connection.query(
            """
            SELECT details -> 'memory' FROM system_logs
            WHERE component = 'maintain' AND details ? 'memory' ORDER BY "timestamp" DESC LIMIT 1
            """
        ).first?.textIfPresent(0)
        guard let text else { return MaintenanceMemory() }
        return (try? JSONDecoder().decode(MaintenanceMemory.self, from: Data(text.utf8)))
            ?? MaintenanceMemory()
    }

    /// Enters what was done.
    func write(_ report: MaintenanceReport, _ memory: MaintenanceMemory) throws {
        let details = Details(
            steps: report.steps,
            findings: report.findings,
            seconds: report.seconds,
            memory: memory
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(details), as: UTF8.self)
        try connection.query(
            """
            INSERT INTO system_logs (component, level, message, details)
            VALUES ('maintain', 'INFO', $1, $2::jsonb)
            """,
            [.text("maintenance: \(report.summary)"), .text(text)]
        )
    }
}
