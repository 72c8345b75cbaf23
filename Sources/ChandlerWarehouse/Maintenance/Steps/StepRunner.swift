import ChandlerPostgres
import ChandlerStore

/// Does steps one after the other and writes down what came of each.
final class StepRunner {
    let connection: PostgresConnection
    let options: MaintenanceOptions
    let role: MaintenanceRole
    private let began = ContinuousClock.now
    private let note: (MaintenanceStep) -> Void
    private(set) var steps: [MaintenanceStep] = []
    private(set) var findings: [String] = []
    private(set) var fault: WarehouseError?

    /// What a step came to.
    enum Result {
        case done(String? = nil)
        case needless
    }

    init(
        _ connection: PostgresConnection,
        _ options: MaintenanceOptions,
        note: @escaping (MaintenanceStep) -> Void
    ) throws {
        self.connection = connection
        self.options = options
        self.note = note
        role = try MaintenanceRole(connection)
        try setLockTimeout(options.lockTimeout)
        // One core is enough beside loads.
        try connection.execute("SET max_parallel_maintenance_workers = 0")
        try connection.execute("SET client_connection_check_interval = 1000")
    }

    /// How long it has taken so far.
    var seconds: Double { began.duration(to: .now) / .seconds(1) }

    /// Tells a person something.
    func find(_ sentence: String) { findings.append(sentence) }

    /// How long the next statements wait for a lock.
    func setLockTimeout(_ timeout: Duration) throws {
        let milliseconds = max(1, Int64(timeout / .milliseconds(1)))
        try connection.execute("SET lock_timeout = \(milliseconds)")
    }

    /// Does a step unless it is a dry run, the deadline has come or the login may not.
    ///
    /// - Parameters:
    ///   - step: What is done and why.
    ///   - isAllowed: Whether the login may.
    ///   - size: An SQL expression for the bytes on disk.
    ///   - body: The work.
    /// - Returns: Whether it was done.
    /// - Throws: Only when the connection is gone or the task is cancelled: then nothing further can
    ///   be done.
    @discardableResult
    func perform(
        _ step: MaintenanceStep,
        isAllowed: Bool = true,
        size: String? = nil,
        _ body: () async throws -> Result
    ) async throws -> Bool {
        try Task.checkCancellation()
        var step = step
        step.bytesBefore = try size.flatMap(bytes)
        if let outcome = obstacle(isAllowed) {
            if outcome == .denied { step.detail = role.refusal }
            step.outcome = outcome
            record(step)
            return false
        }
        let start = ContinuousClock.now
        do {
            let result = try await body()
            guard case .done(let detail) = result else { return false }
            step.outcome = .done
            step.detail = detail
            step.bytesAfter = try size.flatMap(bytes)
        } catch {
            (step.outcome, step.detail) = try judge(error, step)
        }
        step.seconds = start.duration(to: .now) / .seconds(1)
        record(step)
        return step.outcome == .done
    }

    private func record(_ step: MaintenanceStep) {
        steps.append(step)
        note(step)
    }

    /// Why a step is not even begun.
    private func obstacle(_ isAllowed: Bool) -> MaintenanceStep.Outcome? {
        if !isAllowed { return .denied }
        if options.isDryRun { return .planned }
        return isOver ? .left : nil
    }

    /// Whether the deadline has come.
    var isOver: Bool {
        options.deadline.map { began.duration(to: .now) >= $0 } ?? false
    }

    private func bytes(_ expression: String) throws -> Int64? {
        try connection.query("SELECT \(expression)").first?.int64IfPresent(0)
    }

    /// What an error makes of its step; a lost connection ends everything.
    private func judge(
        _ error: any Error,
        _ step: MaintenanceStep
    ) throws -> (MaintenanceStep.Outcome, String) {
        try Task.checkCancellation()
        if error is CancellationError { throw error }
        let cause =
            error as? PostgresError ?? (error as? StoreError)?.cause
            ?? (error as? WarehouseError)?.cause
        if let cause, cause.isConnectionLost { throw error }
        switch cause?.code {
        case .lockNotAvailable, .objectInUse, .deadlockDetected:
            return (.skipped, "somebody is at work on it: \(error)")
        case .queryCanceled: return (.skipped, "gave way: \(error)")
        case .undefinedObject: return (.skipped, "it is gone: \(error)")
        case .insufficientPrivilege: return (.denied, "\(role.refusal): \(error)")
        default:
            let fault = WarehouseError(
                (error as? WarehouseError)?.code ?? .database,
                "\(step.action) \(step.target): \(error)",
                cause: cause
            )
            self.fault = self.fault ?? fault
            return (.failed, "\(error)")
        }
    }
}
