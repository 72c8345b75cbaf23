import ChandlerPostgres
import ChandlerWarehouse
import Foundation

/// Examines the database; what is broken is a failure of the run.
struct DoctorStage {
    let configuration: ConnectionConfiguration

    /// Does the work.
    func run(_ result: inout StageResult) async {
        let diagnosis = await Doctor(
            configuration,
            surroundings: DoctorSurroundings(environment: ProcessInfo.processInfo.environment)
        ).examine()
        let broken = diagnosis.count(.broken)
        let warnings = diagnosis.count(.warning)
        result.words =
            broken + warnings == 0
            ? "healthy" : "\(broken) broken · \(Words.plural(warnings, "warning"))"
        result.notes = diagnosis.findings.filter { $0.severity >= .warning }.map {
            "\($0.title): \($0.words)"
        }
        guard broken > 0 else { return }
        result.failure = (
            .badData,
            "the doctor found \(broken) broken; \"chandler doctor\" says what to do"
        )
    }
}
