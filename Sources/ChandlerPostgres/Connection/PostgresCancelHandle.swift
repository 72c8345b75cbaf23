import CLibpq

/// Stops the statement that runs on a connection, from any thread.
///
/// Unchecked because libpq documents `PQcancel` as safe to call from any thread and as only
/// reading the object that it is given; the object is freed with the last reference.
public final class PostgresCancelHandle: @unchecked Sendable {
    private let cancelObject: OpaquePointer

    init(_ handle: ConnectionHandle) throws(PostgresError) {
        guard let object = PQgetCancel(handle.connection) else {
            throw PostgresError(
                code: .connectionLost,
                message: "prepare a cancel request: the connection is gone"
            )
        }
        cancelObject = object
    }

    deinit {
        PQfreeCancel(cancelObject)
    }

    /// Asks the server to stop the statement that runs now.
    ///
    /// The statement then fails with code `queryCanceled`, unless it was done first. Does nothing to
    /// an idle connection. A COPY that waits for this program's rows stops at the next of them.
    ///
    /// - Throws: ``PostgresError`` with code `connectionFailed` when the request cannot be sent.
    public func cancel() throws(PostgresError) {
        var complaint = [CChar](repeating: 0, count: 256)
        guard PQcancel(cancelObject, &complaint, Int32(complaint.count)) == 0 else { return }
        let words = complaint.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        throw PostgresError(
            code: .connectionFailed,
            message: "cancel a statement: \(String(decoding: words, as: UTF8.self))"
        )
    }
}
