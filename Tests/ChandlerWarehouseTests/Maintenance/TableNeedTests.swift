import ChandlerCore
import Testing

@testable import ChandlerWarehouse

@Suite struct TableNeedTests {
    private let now = Timestamp(seconds: 1_710_000_000)
    private let thresholds = MaintenanceThresholds()

    /// A table of a million rows that needs nothing.
    private var quiet: TableState {
        TableState(
            name: "t",
            rows: 1_000_000,
            analyzedRows: 1_000_000,
            pages: 10_000,
            visiblePages: 10_000,
            lastVacuum: now - 1,
            lastAnalyze: now - 1,
            hasStatistics: true
        )
    }

    private func action(_ change: (inout TableState) -> Void) -> String? {
        var table = quiet
        change(&table)
        return TableNeed(of: table, now: now, thresholds)?.action
    }

    @Test func aTableThatDidNotChangeNeedsNothing() {
        #expect(action { _ in } == nil)
    }

    @Test func thresholdsDecide() {
        #expect(action { $0.deadRows = 50_049 } == nil)
        #expect(action { $0.deadRows = 50_050 } == "vacuum")
        #expect(action { $0.changedRows = 20_049 } == nil)
        #expect(action { $0.changedRows = 20_050 } == "analyze")
        #expect(action { ($0.deadRows, $0.changedRows) = (50_050, 1) } == "vacuum analyze")
        #expect(action { $0.age = 9_999_999 } == nil)
        #expect(action { $0.age = 10_000_000 } == "vacuum freeze")
    }

    @Test func insertsCountOnlyWhereTheVisibilityMapLacksPages() {
        #expect(action { $0.insertedRows = 60_000 } == nil)
        #expect(action { ($0.insertedRows, $0.visiblePages) = (60_000, 9_499) } == "vacuum")
        #expect(action { ($0.insertedRows, $0.visiblePages) = (50_999, 9_499) } == nil)
    }

    @Test func aMonthThatEndedIsFrozenOnce() {
        let end = now - 1_000
        #expect(action { ($0.monthEnd, $0.lastVacuum) = (end, end - 1) } == "vacuum freeze")
        #expect(action { ($0.monthEnd, $0.lastVacuum) = (end, end) } == nil)
        #expect(action { ($0.monthEnd, $0.lastVacuum) = (now + 1, nil) } == nil)
        // Loaded by COPY FREEZE: frozen and in the visibility map without any vacuum.
        #expect(action { ($0.monthEnd, $0.lastVacuum) = (end, nil) } == nil)
        #expect(
            action { ($0.monthEnd, $0.lastVacuum, $0.pages, $0.visiblePages) = (end, nil, 128, 64) }
                == nil
        )
        #expect(
            action { ($0.monthEnd, $0.lastVacuum, $0.pages, $0.visiblePages) = (end, nil, 127, 62) }
                == "vacuum freeze"
        )
        #expect(
            action { ($0.monthEnd, $0.lastVacuum, $0.visiblePages) = (end, nil, 0) }
                == "vacuum freeze"
        )
        #expect(
            action { ($0.monthEnd, $0.lastVacuum, $0.deadRows) = (end, end, 90_000) }
                == "vacuum freeze"
        )
    }

    @Test func aTableNeverAnalyzedIsAnalyzedUnlessItIsTiny() {
        #expect(action { ($0.hasStatistics, $0.lastAnalyze) = (false, nil) } == "analyze")
        #expect(
            action { ($0.hasStatistics, $0.lastAnalyze, $0.pages) = (false, nil, 8) } == nil
        )
        // Columns may all be such that ANALYZE keeps nothing of them: once is enough.
        #expect(action { $0.hasStatistics = false } == nil)
        #expect(action { ($0.pages, $0.changedRows) = (0, 99_999) } == nil)
    }

    @Test func theNeediestComeFirst() {
        var dead = quiet
        dead.deadRows = 500_500
        var changed = quiet
        changed.changedRows = 40_100
        let urgencies = [dead, changed].compactMap {
            TableNeed(of: $0, now: now, thresholds)?.urgency
        }
        #expect(urgencies.map { Int($0.rounded()) } == [10, 2])
    }

    @Test func aParentIsAnalyzedWhenRowsCameOrWent() {
        var parent = quiet
        parent.kind = .partitions
        func need(_ rows: Int64) -> String? {
            var leaf = quiet
            leaf.rows = rows
            return ParentNeed(of: parent, partitions: [leaf], thresholds)?.reason
        }
        #expect(need(1_050_049) == nil)
        #expect(need(1_050_050) != nil)
        #expect(need(949_000) != nil)
        parent.hasStatistics = false
        #expect(need(1_000_000) != nil)
        #expect(need(49) == nil)
    }
}
