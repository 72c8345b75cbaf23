public import ChandlerCore

/// Where a run of the retention is: for progress, for stopping, and for tests that fail in between.
public enum RetentionStep: Sendable, Hashable {
    /// A month of a table is begun.
    case began(table: String, Month)
    /// A file has its final name and was not read back yet.
    case fileWritten(String)
    /// A folder's manifest names its files.
    case manifestWritten(String)
    /// The table's rows were compared with the file, under a lock.
    case compared(table: String, Month)
    /// The rows are out of the table, and the transaction is about to be committed.
    case dropping(table: String, Month)
    /// The rows are gone for good.
    case dropped(table: String, Month)
}
