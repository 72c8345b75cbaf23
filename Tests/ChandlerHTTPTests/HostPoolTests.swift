import ChandlerHTTP
import Testing

@Suite struct HostPoolTests {
    static let start = ContinuousClock.now
    static let failures = HostFailure.noAnswer("no answer")

    private func at(_ seconds: Int) -> ContinuousClock.Instant { Self.start + .seconds(seconds) }

    @Test func firstHostIsPreferredAndSlashesAreCut() {
        let pool = HostPool(["https://a/", "https://b"])
        #expect(pool.choose(now: at(0)) == "https://a")
    }

    @Test func unreachableHostIsLeftAloneForAWhile() {
        var pool = HostPool(["https://a", "https://b"], badFor: .seconds(60))
        #expect(pool.failed("https://a", Self.failures, now: at(0)) == true)
        #expect(pool.choose(now: at(59)) == "https://b")
        #expect(pool.choose(now: at(60)) == "https://a")
    }

    @Test func eachFurtherSpellIsTwiceAsLongUntilAnAnswer() {
        var pool = HostPool(["https://a", "https://b"], badFor: .seconds(10))
        _ = pool.failed("https://a", Self.failures, now: at(0))
        // Tasks that fail on the same host at the same time do not lengthen the spell.
        _ = pool.failed("https://a", Self.failures, now: at(1))
        #expect(pool.choose(now: at(10)) == "https://a")
        _ = pool.failed("https://a", Self.failures, now: at(10))
        #expect(pool.choose(now: at(29)) == "https://b")
        #expect(pool.choose(now: at(30)) == "https://a")
        pool.answered("https://a")
        _ = pool.failed("https://a", Self.failures, now: at(40))
        #expect(pool.choose(now: at(50)) == "https://a")
    }

    @Test func refusalIsForGood() {
        var pool = HostPool(["https://a", "https://b"])
        #expect(pool.failed("https://a", .refused("HTTP 451"), now: at(0)) == true)
        #expect(pool.choose(now: at(1_000_000)) == "https://b")
        #expect(pool.failed("https://b", .refused("HTTP 403"), now: at(0)) == false)
        #expect(pool.choose(now: at(1_000_000)) == nil)
        #expect(pool.report == "all 2 hosts failed: https://a: HTTP 451; https://b: HTTP 403")
    }

    @Test func onlyRepeatedServerErrorsMoveOn() {
        var pool = HostPool(["https://a", "https://b"], serverErrorLimit: 3)
        #expect(pool.failed("https://a", .serverError("HTTP 500"), now: at(0)) == false)
        #expect(pool.failed("https://a", .serverError("HTTP 500"), now: at(1)) == false)
        pool.answered("https://a")
        #expect(pool.failed("https://a", .serverError("HTTP 500"), now: at(2)) == false)
        #expect(pool.failed("https://a", .serverError("HTTP 500"), now: at(3)) == false)
        #expect(pool.failed("https://a", .serverError("HTTP 500"), now: at(4)) == true)
        #expect(pool.choose(now: at(4)) == "https://b")
    }

    @Test func ifAllAreBadTheOneThatRecoversFirstIsUsed() {
        var pool = HostPool(["https://a", "https://b", "https://c"], badFor: .seconds(60))
        #expect(pool.failed("https://b", Self.failures, now: at(0)) == true)
        #expect(pool.failed("https://a", Self.failures, now: at(5)) == true)
        #expect(pool.failed("https://c", Self.failures, now: at(9)) == false)
        #expect(pool.choose(now: at(10)) == "https://b")
    }

    @Test func reportHidesPasswordsAndNamesWhatWasNotTried() {
        var pool = HostPool(["https://u:geheim@a", "https://b"])
        _ = pool.failed("https://u:geheim@a", Self.failures, now: at(0))
        #expect(pool.report == "all 2 hosts failed: https://a: no answer; https://b: not tried")
    }
}
