import ChandlerPostgres

@testable import ChandlerStore

extension StoreLane {
    /// Gives the lane's rights away for those of another role.
    func assume(_ role: String) throws {
        try connection.execute("SET SESSION AUTHORIZATION \(role)")
    }
}
