import ChandlerCore

/// Turns complete rows into the bytes of one file.
protocol RowEncoder: AnyObject {
    /// Writes the rows of a table; the table may be rounded in place.
    func write(_ table: inout RowTable) throws(DatasetError)

    /// Writes what makes the file complete.
    func finish() throws(DatasetError)
}
