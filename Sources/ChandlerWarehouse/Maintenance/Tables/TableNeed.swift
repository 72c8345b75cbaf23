import ChandlerCore

/// What a table needs, and why.
struct TableNeed: Sendable, Hashable {
    var vacuums = false
    /// Whether all rows are frozen on the way.
    var freezes = false
    var analyzes = false
    var reasons: [String] = []
    /// How often the thresholds were passed: the neediest come first.
    var urgency = 0.0

    /// Decides from what is known; `nil` when nothing is needed.
    ///
    /// - A month that has ended is frozen when it is vacuumed for the first time after its end, so
    ///   that no vacuum against wraparound has to rewrite it years later. One that was loaded by
    ///   COPY FREEZE has its visibility map already and is left alone.
    /// - The visibility map is what inserts make VACUUM necessary for: where most pages are in it,
    ///   they do not count.
    init?(of table: TableState, now: Timestamp, _ thresholds: MaintenanceThresholds) {
        guard table.kind == .rows, table.pages > 0 else { return nil }
        weighDeadRows(table, thresholds)
        weighInserts(table, thresholds)
        weighFreezing(table, now: now, thresholds)
        weighStatistics(table, thresholds)
        if !vacuums && !analyzes { return nil }
    }

    /// The words of the statement.
    var action: String {
        guard vacuums else { return "analyze" }
        return ["vacuum", freezes ? "freeze" : nil, analyzes ? "analyze" : nil]
            .compactMap { $0 }.joined(separator: " ")
    }

    /// The statement.
    func statement(on name: String) -> String {
        guard vacuums else { return "ANALYZE \(name)" }
        var options: [String] = []
        if freezes { options.append("FREEZE") }
        if analyzes { options.append("ANALYZE") }
        return options.isEmpty
            ? "VACUUM \(name)" : "VACUUM (\(options.joined(separator: ", "))) \(name)"
    }

    private mutating func weighDeadRows(_ table: TableState, _ thresholds: MaintenanceThresholds) {
        let limit = Double(thresholds.rows) + thresholds.deadShare * Double(table.rows)
        guard Double(table.deadRows) >= limit else { return }
        vacuums = true
        add("\(table.deadRows) dead rows beside \(table.rows)", Double(table.deadRows) / limit)
    }

    private mutating func weighInserts(_ table: TableState, _ thresholds: MaintenanceThresholds) {
        let limit =
            Double(thresholds.insertedRows) + thresholds.insertedShare * Double(table.rows)
        guard Double(table.insertedRows) >= limit, !table.isVisible(thresholds) else { return }
        vacuums = true
        add(
            "\(table.insertedRows) rows inserted since the last vacuum, \(table.visiblePages) of "
                + "\(table.pages) pages in the visibility map",
            Double(table.insertedRows) / limit
        )
    }

    private mutating func weighFreezing(
        _ table: TableState,
        now: Timestamp,
        _ thresholds: MaintenanceThresholds
    ) {
        if table.age >= thresholds.freezeAge {
            vacuums = true
            freezes = true
            let urgency = Double(table.age) / Double(thresholds.freezeAge)
            add("its oldest transaction is \(table.age) transactions back", urgency)
        }
        guard let end = table.monthEnd, end <= now else { return }
        let isSettled =
            table.lastVacuum.map { $0 >= end } ?? table.isVisible(thresholds)
        if !isSettled {
            vacuums = true
            add("the month has ended and is not known to be frozen", 1)
        }
        freezes = freezes || vacuums
    }

    private mutating func weighStatistics(
        _ table: TableState,
        _ thresholds: MaintenanceThresholds
    ) {
        let limit = Double(thresholds.rows) + thresholds.changedShare * Double(table.rows)
        if Double(table.changedRows) >= limit {
            analyzes = true
            add(
                "\(table.changedRows) rows changed since the last analyze",
                Double(table.changedRows) / limit
            )
        } else if !table.hasStatistics, table.lastAnalyze == nil,
            table.pages > thresholds.guessedPages
        {
            analyzes = true
            add("it was never analyzed", 1)
        } else if vacuums, table.changedRows > 0 {
            analyzes = true
        }
    }

    private mutating func add(_ reason: String, _ urgency: Double) {
        reasons.append(reason)
        self.urgency = max(self.urgency, urgency)
    }
}

extension TableState {
    /// Whether index-only scans find nearly all pages in the visibility map.
    ///
    /// Since PostgreSQL 16 a load makes a table longer by up to 64 pages at once and may leave the
    /// last of them empty.
    fileprivate func isVisible(_ thresholds: MaintenanceThresholds) -> Bool {
        if Double(visiblePages) >= thresholds.visibleShare * Double(pages) { return true }
        return pages - visiblePages <= thresholds.emptyPages && visiblePages * 2 >= pages
    }
}
