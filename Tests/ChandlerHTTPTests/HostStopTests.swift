import Testing

@testable import ChandlerHTTP

@Suite struct HostStopTests {
    private static let start = ContinuousClock.now

    private func at(_ seconds: Int) -> ContinuousClock.Instant { Self.start + .seconds(seconds) }

    private func stop(
        _ stop: inout HostStop,
        _ named: Int?,
        _ departure: UInt64,
        of last: UInt64,
        at now: Int
    ) {
        stop.stop(
            named: named.map { .seconds($0) },
            guess: .seconds(10),
            departure: departure,
            lastDeparture: last,
            now: at(now)
        )
    }

    @Test func guessDoublesWithEachStopInARowWithinItsBound() {
        var host = HostStop()
        var now = 0
        var pauses: [Int] = []
        for departure in 1...12 as ClosedRange<UInt64> {
            stop(&host, nil, departure, of: departure, at: now)
            let pause = (host.end ?? at(now)) - at(now)
            pauses.append(Int(pause.components.seconds))
            now += pauses.last ?? 0
        }
        #expect(pauses == [10, 20, 40, 80, 160, 320, 640, 1_280, 1_800, 1_800, 1_800, 1_800])
        #expect(host.count == 12 && host.inARow == 12)
    }

    @Test func successBetweenBeginsAnew() {
        var host = HostStop()
        stop(&host, nil, 1, of: 3, at: 0)
        // It departed before the stop and says nothing of the time after.
        host.succeed(2)
        stop(&host, nil, 4, of: 4, at: 20)
        #expect(host.end(now: at(20)) == at(40))
        host.succeed(5)
        stop(&host, nil, 6, of: 6, at: 60)
        #expect(host.end(now: at(60)) == at(70))
        #expect(host.count == 3 && host.inARow == 1)
    }

    @Test func answersToOneWaveAreOneStop() {
        var host = HostStop()
        for departure in 1...8 as ClosedRange<UInt64> {
            stop(&host, nil, departure, of: 8, at: 0)
        }
        #expect(host.end(now: at(0)) == at(10))
        #expect(host.count == 1)
    }

    @Test func whatTheHostNamesWinsOverAGuess() {
        var host = HostStop()
        stop(&host, nil, 1, of: 4, at: 0)
        stop(&host, 3, 2, of: 4, at: 0)
        #expect(host.end(now: at(0)) == at(3))
        // A guess changes nothing of it; of two that were named the later end holds.
        stop(&host, nil, 3, of: 4, at: 1)
        #expect(host.end(now: at(1)) == at(3))
        stop(&host, 1, 4, of: 4, at: 1)
        #expect(host.end(now: at(1)) == at(3))
        #expect(host.end(now: at(3)) == nil)
    }

    @Test func pauseOfNothingIsBelievedOnce() {
        var host = HostStop()
        stop(&host, 0, 1, of: 1, at: 0)
        #expect(host.end(now: at(0)) == nil)
        stop(&host, 0, 2, of: 2, at: 0)
        #expect(host.end(now: at(0)) == at(20))
        host.succeed(3)
        stop(&host, 0, 4, of: 4, at: 100)
        #expect(host.end(now: at(100)) == nil)
    }

    @Test func namedPauseIsKeptHoweverOftenItComes() {
        var host = HostStop()
        for departure in 1...5 as ClosedRange<UInt64> {
            stop(&host, 7, departure, of: departure, at: Int(departure) * 100)
            #expect(host.end == at(Int(departure) * 100 + 7))
        }
    }
}
