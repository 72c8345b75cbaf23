/// An index as the catalog and the statistics know it.
struct IndexState: Sendable, Hashable {
    /// Its name as statements have it, quoted where needed.
    var name: String
    /// The table it belongs to.
    var table: String
    /// The access method, such as `btree`.
    var method: String
    var bytes: Int64
    /// Rows it points to; -1 where nobody has counted.
    var rows: Int64
    /// What a fresh b-tree would be made of; `nil` for other methods and without statistics.
    var estimate: BTreeEstimate?
    /// Whether the session may rebuild it.
    var isMine: Bool
}
