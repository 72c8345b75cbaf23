import Testing

@testable import ChandlerHTTP

@Suite struct ConcurrencyWindowTests {
    /// Fills the window and ends every request well.
    private func fly(_ window: inout ConcurrencyWindow) {
        var flights: [UInt64] = []
        while window.hasRoom { flights.append(window.depart()) }
        for flight in flights {
            window.succeed(flight)
            // The place is taken anew, as where many wait.
            if window.hasRoom { _ = window.depart() }
        }
        while window.inFlight > 0 { window.leave() }
    }

    @Test func growsByOneAWindowUpToItsMaximum() {
        var window = ConcurrencyWindow(size: 4, maximum: 7)
        var sizes: [Int] = []
        for _ in 0..<5 {
            fly(&window)
            sizes.append(window.size)
        }
        #expect(sizes == [5, 6, 7, 7, 7])
    }

    @Test func placesThatAreNotUsedDoNotGrow() {
        var window = ConcurrencyWindow(size: 4, maximum: 9)
        for _ in 0..<100 {
            let (one, two) = (window.depart(), window.depart())
            window.succeed(one)
            window.succeed(two)
        }
        #expect(window.size == 4)
    }

    @Test func halvesOnceForAllThatDepartedTogether() {
        var window = ConcurrencyWindow(size: 16, maximum: 32)
        let flights = (0..<16).map { _ in window.depart() }
        for flight in flights { window.overload(flight) }
        #expect(window.size == 8)
        let next = window.depart()
        window.overload(next)
        #expect(window.size == 4)
        // What departed before says nothing new, neither ill nor well.
        var other = ConcurrencyWindow(size: 8, maximum: 32)
        let old = (0..<8).map { _ in other.depart() }
        other.overload(old[0])
        for flight in old.dropFirst() { other.succeed(flight) }
        #expect(other.size == 4)
    }

    @Test func neverFallsBelowOne() {
        var window = ConcurrencyWindow(size: 3, maximum: 4)
        for _ in 0..<10 {
            let flight = window.depart()
            window.overload(flight)
            #expect(window.size >= 1 && window.hasRoom)
        }
        window.restart()
        #expect(window.size == 1)
    }

    @Test func nothingKnownChangesNothing() {
        var window = ConcurrencyWindow(size: 2, maximum: 4)
        for _ in 0..<50 {
            _ = window.depart()
            _ = window.depart()
            window.leave()
            window.leave()
        }
        #expect(window.size == 2)
    }

    @Test func staysWithinItsBoundsUnderAnyOrder() {
        let seed = UInt64.random(in: 0 ... .max)
        print("seed of staysWithinItsBoundsUnderAnyOrder: \(seed)")
        var dice = SeededGenerator(seed: seed)
        var window = ConcurrencyWindow(size: 8, maximum: 32)
        var flights: [UInt64] = []
        var largest = 0
        for step in 0..<20_000 {
            // Calm and stormy times follow each other.
            let isCalm = step / 2_000 % 2 == 0
            if window.hasRoom, Int.random(in: 0..<4, using: &dice) > 0 {
                flights.append(window.depart())
            } else if let index = flights.indices.randomElement(using: &dice) {
                let flight = flights.remove(at: index)
                switch Int.random(in: 0..<100, using: &dice) {
                case 0..<2: window.leave()
                case 2..<(isCalm ? 2 : 30): window.overload(flight)
                default: window.succeed(flight)
                }
            }
            #expect(window.inFlight == flights.count, "seed \(seed)")
            guard (1...32).contains(window.size) else {
                Issue.record("size \(window.size), seed \(seed)")
                return
            }
            largest = max(largest, window.size)
        }
        #expect(largest > 16, "seed \(seed)")
    }
}
