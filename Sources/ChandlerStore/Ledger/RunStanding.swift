/// How a run of the ledger stands, seen from outside.
public enum RunStanding: String, Sendable, Hashable, CaseIterable {
    /// Its program is at work.
    case running
    /// All of it was done.
    case succeeded
    /// Something of it could not be done.
    case failed
    /// It was stopped by a signal or at its deadline, or was found lost.
    case interrupted
    /// The ledger calls it running, and its program is gone; the next run closes it as interrupted.
    case lost
}
