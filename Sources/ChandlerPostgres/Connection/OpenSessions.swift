import Dispatch
import Synchronization

/// The connections of this process, so that what runs on all of them can be stopped at once.
///
/// A run that is told to end has two seconds; a statement that takes longer is given up, and the
/// transaction it belongs to is rolled back.
public enum OpenSessions {
    private static let handles = Mutex<[ObjectIdentifier: PostgresCancelHandle]>([:])

    /// Asks the servers to stop every statement that runs now; returns without waiting for them.
    ///
    /// Each of those statements then fails with code `queryCanceled`, unless it was done first.
    /// Idle connections are not touched, and statements that are begun later run.
    public static func cancelStatements() {
        for handle in handles.withLock({ Array($0.values) }) {
            // On threads of their own: the shared ones may all be at work, and a server that does
            // not answer must not keep the others waiting.
            DispatchQueue(label: "chandler.cancel").async { try? handle.cancel() }
        }
    }

    /// Enters a connection.
    static func enter(_ handle: ConnectionHandle) {
        guard let cancel = try? PostgresCancelHandle(handle) else { return }
        handles.withLock { $0[ObjectIdentifier(handle)] = cancel }
    }

    /// Takes out a connection that ends.
    static func leave(_ handle: ConnectionHandle) {
        handles.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(handle)) }
    }
}
