import ChandlerCore
import Testing

@testable import ChandlerVenues

@Suite struct PageWindowsTests {
    @Test(arguments: Interval.allCases, [1, 7, 1_000])
    func windowsTouchCoverTheSpanAndHoldNoMoreThanAPage(interval: Interval, size: Int) throws {
        let start = try #require(Timestamp(parsing: "2019-11-05T13:37:00Z"))
        let length = interval.advance(start, by: 2_345) - start
        for range in [
            TimeRange(start, start + length), TimeRange(interval.ceiling(start), start + length),
            TimeRange(interval.floor(start), interval.floor(start + length)),
        ] {
            let windows = Array(PageWindows(range, interval: interval, size: size))
            #expect(windows.first?.range.start == range.start)
            #expect(windows.last?.range.end == range.end)
            for (window, next) in zip(windows, windows.dropFirst()) {
                #expect(window.range.end == next.range.start)
                #expect(interval.isAligned(next.range.start))
                #expect(slots(window, interval) == size)
            }
            for window in windows {
                #expect((1...size).contains(slots(window, interval)))
                #expect(window.range.contains(window.firstOpen))
                #expect(window.range.contains(window.lastOpen))
                #expect(interval.isAligned(window.firstOpen) && interval.isAligned(window.lastOpen))
            }
        }
    }

    @Test func monthsAreCountedAcrossYears() throws {
        let range = TimeRange(
            Month(year: 2017, month: 8).start,
            Month(year: 2026, month: 9).start
        )
        let windows = Array(PageWindows(range, interval: .month, size: 24))
        #expect(
            windows.map(\.range.start.compact)
                == ["2017-08-01", "2019-08-01", "2021-08-01", "2023-08-01", "2025-08-01"]
        )
        #expect(windows.map(\.lastOpen.compact).last == "2026-08-01")
        #expect(windows[0].lastOpen.compact == "2019-07-01")
    }

    @Test func weeksBeginOnMonday() throws {
        let start = try #require(Timestamp(parsing: "2024-02-29"))
        let windows = Array(
            PageWindows(TimeRange(start, start + 40 * 86_400_000_000), interval: .week, size: 2)
        )
        #expect(windows.map(\.firstOpen.compact) == ["2024-03-04", "2024-03-18", "2024-04-01"])
        #expect(windows[0].range.start == start)
    }

    @Test func minuteWindowHoldsExactlyAPage() {
        let range = TimeRange(march, Interval.minute.advance(march, by: 2_500))
        let windows = Array(PageWindows(range, interval: .minute, size: 1_000))
        #expect(windows.map { slots($0, .minute) } == [1_000, 1_000, 500])
        #expect(windows[0].lastOpen == Interval.minute.advance(march, by: 999))
    }

    @Test(arguments: [0, 1, 59_999_999])
    func spanInWhichNoCandleOpensHasNoWindow(length: Int64) {
        let range = TimeRange(march + 1, march + 1 + length)
        #expect(Array(PageWindows(range, interval: .minute, size: 10)).isEmpty)
        #expect(Array(PageWindows(TimeRange(march, march), interval: .day, size: 10)).isEmpty)
    }

    @Test func longSpanIsNotHeldInMemory() {
        let range = TimeRange(Timestamp(seconds: 0), Timestamp(seconds: 4_000_000_000))
        var windows = PageWindows(range, interval: .second, size: 1_000).makeIterator()
        #expect(windows.next()?.range.end == Timestamp(seconds: 1_000))
    }

    /// How many candles can open in a window; the 3-day candle every third day.
    private func slots(_ window: PageWindow, _ interval: Interval) -> Int {
        interval.count(in: TimeRange(window.firstOpen, window.range.end))
    }
}
