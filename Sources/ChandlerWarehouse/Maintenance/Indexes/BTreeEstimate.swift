/// How large a b-tree would be if it were built anew, from statistics alone.
///
/// **Source:** the estimate of `btree_bloat.sql` (github.com/ioguix/pgsql-bloat-estimation): rows
/// times tuple width over the room of a page, at the fill factor. Added here: equal keys of an
/// index that is not unique share one tuple since PostgreSQL 13 (nbtree README, "Notes on
/// deduplication").
struct BTreeEstimate: Sendable, Hashable {
    /// Mean bytes of a row's keys, nulls counted as nothing.
    var width: Double
    /// Whether any key is ever null: tuples then have a bitmap.
    var hasNulls: Bool
    /// Percent of a leaf page that a build fills.
    var fillFactor = 90.0
    /// Different keys at most; `nil` where every row has its own.
    var distinctKeys: Double?

    /// Bytes of a tree of so many rows.
    func bytes(rows: Int64) -> Int64 {
        let room = Self.room * fillFactor / 100
        let leaves = (leafBytes(rows: Double(max(rows, 0))) / room).rounded(.up)
        // A page above points to some 200 below; the first page describes the tree.
        let inner = (leaves / max(Self.room * 0.9 / tupleBytes, 2)).rounded(.up)
        return Int64((1 + max(leaves, 1) + inner) * Self.pageBytes)
    }

    private func leafBytes(rows: Double) -> Double {
        let keys = min(distinctKeys ?? rows, rows)
        guard rows > 0, keys > 0 else { return 0 }
        let perKey = rows / keys
        guard perKey >= 2 else { return rows * tupleBytes }
        // A list of row numbers is at most about a tenth of a page long.
        let tuples = keys * (perKey / Self.longestList).rounded(.up)
        return tuples * tupleBytes + rows * 6
    }

    /// Header, keys and the line pointer, aligned as the server does.
    private var tupleBytes: Double {
        (hasNulls ? 16 : 8) + (width / 8).rounded(.up) * 8 + 4
    }

    private static let pageBytes = 8_192.0
    /// A page without its header and the b-tree's own part.
    private static let room = pageBytes - 24 - 16
    private static let longestList = 128.0
}
