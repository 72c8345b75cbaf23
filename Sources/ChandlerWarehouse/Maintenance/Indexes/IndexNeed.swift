/// Whether an index is worth a rebuild, and why.
struct IndexNeed: Sendable, Hashable {
    let reason: String
    /// Bytes a rebuild is expected to give back.
    let waste: Int64

    private init(reason: String, waste: Int64) {
        self.reason = reason
        self.waste = waste
    }

    /// Decides from what is known; `nil` when the index is fine or nobody can tell.
    ///
    /// An estimate can be wrong for good. What the index measured when it was rebuilt last counts
    /// instead where that is more, so that no index is rebuilt every day in vain.
    init?(
        of index: IndexState,
        before memory: IndexMemory?,
        _ thresholds: MaintenanceThresholds
    ) {
        let known = memory.map { Int64($0.bytesPerRow * Double(index.rows)) } ?? 0
        if let estimate = index.estimate {
            let ideal = max(estimate.bytes(rows: index.rows), memory?.isRebuilt == true ? known : 0)
            self.init(index, ideal: ideal, "estimated", thresholds)
            return
        }
        guard index.rows >= thresholds.insertedRows, known > 0,
            Double(index.bytes) >= thresholds.growth * Double(known),
            index.bytes - known >= thresholds.bloatBytes
        else { return nil }
        self.init(
            reason: "\(index.bytes) bytes; \(known) for as many rows when it was measured first",
            waste: index.bytes - known
        )
    }

    /// Decides by a size that the index should have.
    init?(
        _ index: IndexState,
        ideal: Int64,
        _ word: String,
        _ thresholds: MaintenanceThresholds
    ) {
        let waste = index.bytes - ideal
        guard waste >= thresholds.bloatBytes,
            Double(waste) >= thresholds.bloatShare * Double(index.bytes)
        else { return nil }
        self.init(
            reason: "\(index.bytes) bytes, \(ideal) \(word) for \(index.rows) rows",
            waste: waste
        )
    }

    /// Asked for, whatever the size.
    init(always index: IndexState) {
        self.init(reason: "all indexes are to be rebuilt", waste: index.bytes)
    }
}
