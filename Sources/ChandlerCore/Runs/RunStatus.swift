/// How a run, or a stage of one, ended; the raw values are the ledger's words.
public enum RunStatus: String, Sendable, Hashable, CaseIterable {
    /// It is still at work.
    case running
    /// All of it was done.
    case succeeded
    /// Something of it could not be done; what was committed stays.
    case failed
    /// It was stopped by a signal, or at its deadline; what was committed stays.
    case interrupted
    /// It was not begun, because the run ended before.
    case skipped
}
