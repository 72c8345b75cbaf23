import ChandlerCore

/// Turns complete rows into the bytes of one file.
protocol RowEncoder: AnyObject {
    /// Writes the rows of a table, which is left with other rows or none.
    func write(_ table: inout RowTable) throws(DatasetError)

    /// Writes what makes the file complete.
    func finish() throws(DatasetError)
}
