import Testing

@testable import ChandlerPostgres

@Suite struct SQLStateCodeTests {
    @Test(arguments: [
        ("08006", PostgresError.Code.connectionLost, true),
        ("08001", .connectionFailed, true),
        ("28P01", .authenticationFailed, false), ("28000", .authenticationFailed, false),
        ("57P01", .serverShutDown, true), ("57P03", .serverNotReady, true),
        ("53100", .diskFull, false), ("53300", .tooManyConnections, true),
        ("53400", .outOfResources, true), ("42501", .insufficientPrivilege, false),
        ("23505", .uniqueViolation, false), ("23514", .checkViolation, false),
        ("22003", .numericOutOfRange, false), ("22P02", .invalidData, false),
        ("55P03", .lockNotAvailable, true), ("42P01", .undefinedObject, false),
        ("3D000", .undefinedDatabase, false), ("40001", .serializationFailure, true),
        ("40P01", .deadlockDetected, true), ("57014", .queryCanceled, false),
        ("08P01", .protocolViolation, false), ("58030", .serverSystemError, false),
        ("XX001", .serverInternalError, false), ("P0001", .other, false),
    ])
    func mapsToACodeAndItsRetry(state: String, code: PostgresError.Code, isRetryable: Bool) {
        let mapped = SQLState(rawValue: state).code
        #expect(mapped == code)
        #expect(mapped.isRetryable == isRetryable)
    }
}
