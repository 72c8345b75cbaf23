import ChandlerPostgres

extension StoreError.Code {
    /// What a server's fault means for the store.
    init(_ code: PostgresError.Code) {
        self =
            switch code {
            case .connectionFailed, .authenticationFailed, .connectionLost, .serverShutDown,
                .serverNotReady, .tooManyConnections, .undefinedDatabase, .invalidConfiguration:
                .databaseUnavailable
            case .insufficientPrivilege: .permissionDenied
            case .diskFull: .diskFull
            case .lockNotAvailable, .objectInUse: .locked
            default: .rejected
            }
    }
}

/// Runs work against the server and says what was being done when it fails.
@discardableResult
func doing<Result>(
    _ action: @autoclosure () -> String,
    _ body: () throws -> Result
) throws(StoreError) -> Result {
    do {
        return try body()
    } catch let error as StoreError {
        throw error
    } catch let error as PostgresError {
        throw StoreError(doing: action(), error)
    } catch {
        throw StoreError(.rejected, "\(action()): \(error)")
    }
}
