import ChandlerPostgres
import ChandlerStore

extension WarehouseError {
    /// Wraps a server's fault with what was being done.
    init(doing action: String, _ error: PostgresError) {
        let code: Code =
            switch error.code {
            case .insufficientPrivilege, .authenticationFailed: .permissionDenied
            case .lockNotAvailable, .objectInUse, .serverNotReady: .busy
            case .diskFull, .folderNotUsable: .cannotWrite
            case .invalidConfiguration, .undefinedDatabase: .configuration
            default: .database
            }
        self.init(code, "\(action): \(error)", cause: error)
    }

    /// Takes over a fault of the store.
    init(_ error: StoreError) {
        let code: Code =
            switch error.code {
            case .permissionDenied: .permissionDenied
            case .locked: .busy
            case .diskFull: .cannotWrite
            case .rejected, .inconsistent: .badData
            case .databaseNewer, .migrationChanged, .unknownVersion, .indicatorsDiffer:
                .configuration
            case .databaseUnavailable, .migrationFailed: .database
            }
        self.init(code, error.message, cause: error.cause)
    }
}

/// Runs work and says what was being done when it fails.
@discardableResult
func doing<Result>(
    _ action: @autoclosure () -> String,
    _ body: () throws -> Result
) throws(WarehouseError) -> Result {
    do {
        return try body()
    } catch let error as WarehouseError {
        throw error
    } catch let error as StoreError {
        throw WarehouseError(error)
    } catch let error as PostgresError {
        throw WarehouseError(doing: action(), error)
    } catch {
        throw WarehouseError(.database, "\(action()): \(error)")
    }
}
