import Testing

@testable import ChandlerHTTP

@Suite struct LimitInForceTests {
    private func limit(_ weight: Int, _ seconds: Int = 1) -> WeightLimit {
        WeightLimit(weight: weight, per: .seconds(seconds))
    }

    @Test func strictestOfTheAssumedHolds() {
        var force = LimitInForce(assumed: limit(10))
        force.assume(limit(20))
        #expect(force.limit == limit(10))
        force.assume(limit(30, 10))
        #expect(force.limit == limit(30, 10))
        // The same rate with less at once is stricter.
        force.assume(limit(3))
        #expect(force.limit == limit(3))
    }

    @Test func venuesWordReplacesWhatWasAssumed() {
        var force = LimitInForce(assumed: limit(10))
        force.state(limit(50))
        force.assume(limit(1))
        #expect(force.limit == limit(50))
        force.state(limit(40))
        #expect(force.limit == limit(40))
    }

    @Test func usersWordWinsOverAll() {
        var force = LimitInForce(assumed: limit(10))
        force.state(limit(50))
        force.choose(limit(100))
        force.state(limit(5))
        force.assume(limit(1))
        #expect(force.limit == limit(100))
        force.choose(limit(200))
        #expect(force.limit == limit(100))
        force.choose(limit(60))
        #expect(force.limit == limit(60))
    }
}
