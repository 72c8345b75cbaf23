import Testing

@testable import ChandlerWarehouse

@Suite struct IndexNeedTests {
    private let thresholds = MaintenanceThresholds()
    private let estimate = BTreeEstimate(width: 28, hasNulls: false)

    private func index(_ bytes: Int64, _ method: String = "btree") -> IndexState {
        IndexState(
            name: "i",
            table: "t",
            method: method,
            bytes: bytes,
            rows: 1_000_000,
            estimate: method == "btree" ? estimate : nil,
            isMine: true
        )
    }

    @Test func aTreeMuchLargerThanItsRowsNeedIsRebuilt() {
        let ideal = estimate.bytes(rows: 1_000_000)
        #expect(IndexNeed(of: index(ideal), before: nil, thresholds) == nil)
        #expect(IndexNeed(of: index(ideal * 3 / 2), before: nil, thresholds) == nil)
        let need = IndexNeed(of: index(ideal * 2), before: nil, thresholds)
        #expect(need?.waste == ideal)
    }

    @Test func littleWasteIsLeftAlone() {
        var small = index(8_000_000)
        small.rows = 100
        #expect(IndexNeed(of: small, before: nil, thresholds) == nil)
    }

    @Test func anEstimateThatWasWrongIsNotBelievedTwice() {
        let bytes = estimate.bytes(rows: 1_000_000) * 2
        let rebuilt = IndexMemory(bytes: bytes, rows: 1_000_000, isRebuilt: true)
        #expect(IndexNeed(of: index(bytes), before: rebuilt, thresholds) == nil)
        let seen = IndexMemory(bytes: bytes, rows: 1_000_000, isRebuilt: false)
        #expect(IndexNeed(of: index(bytes), before: seen, thresholds) != nil)
    }

    @Test func otherMethodsAreComparedWithTheirFirstMeasure() {
        let gin = index(40_000_000, "gin")
        #expect(IndexNeed(of: gin, before: nil, thresholds) == nil)
        let small = IndexMemory(bytes: 10_000_000, rows: 500_000, isRebuilt: false)
        #expect(IndexNeed(of: gin, before: small, thresholds)?.waste == 20_000_000)
        let large = IndexMemory(bytes: 12_000_000, rows: 500_000, isRebuilt: false)
        #expect(IndexNeed(of: gin, before: large, thresholds) == nil)
    }
}
