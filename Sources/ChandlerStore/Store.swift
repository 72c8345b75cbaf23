public import ChandlerPostgres

/// The database as one run uses it: one lane for questions, and the lanes that load.
public struct Store: Sendable {
    /// Where questions are asked and locks are held.
    public let control: StoreLane
    /// Where batches are loaded, side by side.
    public let lanes: [StoreLane]

    /// Connects.
    ///
    /// - Parameters:
    ///   - configuration: Which server, database and role.
    ///   - lanes: How many batches are loaded side by side; two keep two cores busy.
    ///   - applicationName: What other sessions see of this one.
    /// - Throws: ``StoreError`` with code `databaseUnavailable`.
    public init(
        _ configuration: ConnectionConfiguration,
        lanes: Int = 2,
        applicationName: String = "chandler"
    ) throws(StoreError) {
        control = try StoreLane(configuration, applicationName: applicationName)
        var loading: [StoreLane] = []
        for _ in 0..<lanes {
            loading.append(try StoreLane(configuration, applicationName: applicationName))
        }
        self.lanes = loading
    }
}
