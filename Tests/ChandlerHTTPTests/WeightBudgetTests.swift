import ChandlerHTTP
import Testing

@Suite struct WeightBudgetTests {
    static let start = ContinuousClock.now
    static let eager = WeightLimit(weight: 10, per: .seconds(60), slowDownFraction: 1)

    private func at(_ seconds: Double) -> ContinuousClock.Instant {
        Self.start + .milliseconds(Int(seconds * 1_000))
    }

    @Test func weightIsGrantedUpToTheLimitAndAgainAfterTheWindow() {
        var budget = WeightBudget(Self.eager)
        #expect(budget.reserve(4, now: at(0)) == .go)
        #expect(budget.reserve(6, now: at(5)) == .go)
        #expect(budget.reserve(1, now: at(6)) == .wait(until: at(60)))
        #expect(budget.used == 10)
        #expect(budget.reserve(5, now: at(7)) == .wait(until: at(65)))
        #expect(budget.reserve(4, now: at(60)) == .go)
        #expect(budget.reserve(1, now: at(60)) == .wait(until: at(65)))
    }

    @Test func requestHeavierThanTheLimitGoesAlone() {
        var budget = WeightBudget(Self.eager)
        #expect(budget.reserve(1, now: at(0)) == .go)
        #expect(budget.reserve(20, now: at(1)) == .wait(until: at(60)))
        #expect(budget.reserve(20, now: at(60)) == .go)
        #expect(budget.reserve(1, now: at(61)) == .wait(until: at(120)))
    }

    @Test func aboveTheThresholdRequestsAreSpread() {
        var budget = WeightBudget(WeightLimit(weight: 10, per: .seconds(60)))
        for second in 0..<8 { #expect(budget.reserve(1, now: at(Double(second))) == .go) }
        #expect(budget.reserve(1, now: at(8)) == .wait(until: at(13)))
        #expect(budget.reserve(1, now: at(13)) == .go)
        #expect(budget.reserve(1, now: at(14)) == .wait(until: at(19)))
    }

    @Test func higherReportOfTheServerCounts() {
        var budget = WeightBudget(Self.eager)
        #expect(budget.reserve(2, now: at(0)) == .go)
        budget.settle(2, reported: 9, now: at(1))
        #expect(budget.used == 9)
        #expect(budget.reserve(2, now: at(2)) == .wait(until: at(60)))
    }

    @Test func reportLeavesRequestsInFlightCounted() {
        var budget = WeightBudget(Self.eager)
        for _ in 0..<3 { #expect(budget.reserve(2, now: at(0)) == .go) }
        budget.settle(2, reported: 5, now: at(1))
        #expect(budget.used == 9)
        budget.settle(2, reported: 7, now: at(1))
        #expect(budget.used == 9)
    }

    @Test func overtakenReportDoesNotLowerTheCount() {
        var budget = WeightBudget(Self.eager)
        #expect(budget.reserve(2, now: at(0)) == .go)
        #expect(budget.reserve(2, now: at(0)) == .go)
        budget.settle(2, reported: 4, now: at(1))
        budget.settle(2, reported: 2, now: at(1))
        #expect(budget.used >= 4)
    }

    @Test func reportAfterTheServersWindowBeganAnewLowersTheCount() {
        var budget = WeightBudget(Self.eager)
        for _ in 0..<5 {
            #expect(budget.reserve(2, now: at(50)) == .go)
            budget.settle(2, reported: nil, now: at(51))
        }
        #expect(budget.used == 10)
        budget.settle(0, reported: 1, now: at(61))
        #expect(budget.used == 1)
        #expect(budget.reserve(9, now: at(61)) == .go)
    }

    @Test func unreadableReportChangesNothing() {
        var budget = WeightBudget(Self.eager)
        #expect(budget.reserve(3, now: at(0)) == .go)
        budget.settle(3, reported: -1, now: at(1))
        #expect(budget.used == 3)
    }

    @Test func noWindowEverHoldsMoreThanTheLimit() {
        let seed = UInt64.random(in: 0 ... .max)
        print("seed of noWindowEverHoldsMoreThanTheLimit: \(seed)")
        var generator = SeededGenerator(seed: seed)
        let limit = WeightLimit(weight: 50, per: .seconds(10))
        var budget = WeightBudget(limit)
        var now = Self.start
        var granted: [(time: ContinuousClock.Instant, weight: Int)] = []
        for _ in 0..<5_000 {
            let weight = Int.random(in: 1...20, using: &generator)
            switch budget.reserve(weight, now: now) {
            case .go:
                granted.append((now, weight))
                budget.settle(weight, reported: nil, now: now)
                now += .milliseconds(Int.random(in: 0...400, using: &generator))
            case .wait(let until):
                #expect(until > now)
                now = until
            }
        }
        for (index, first) in granted.enumerated() {
            let sum = granted[index...].prefix { $0.time < first.time + limit.window }
                .reduce(0) { $0 + $1.weight }
            #expect(sum <= limit.weight, "seed \(seed)")
        }
        // The limit is used as well: a budget that is too careful fails here.
        let total = granted.reduce(0) { $0 + $1.weight }
        let windows = Self.start.duration(to: now) / limit.window
        #expect(Double(total) > windows * Double(limit.weight) * 0.6, "seed \(seed)")
    }
}
