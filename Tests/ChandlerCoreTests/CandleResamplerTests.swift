import ChandlerCore
import Testing

@Suite struct CandleResamplerTests {
    private func candle(
        _ minute: Int64,
        _ prices: (Int64, Int64, Int64, Int64),
        volume: Int128 = 1,
        quote: Int128? = 2,
        trades: Int64? = 3
    ) -> Candle {
        Candle(
            openTime: Timestamp(seconds: minute * 60),
            open: Price(raw: prices.0),
            high: Price(raw: prices.1),
            low: Price(raw: prices.2),
            close: Price(raw: prices.3),
            volume: Quantity(raw: volume),
            quoteVolume: quote.map { Quantity(raw: $0) },
            tradeCount: trades
        )
    }

    private func joined(_ candles: [Candle], to interval: Interval) throws -> [Candle] {
        var resampler = CandleResampler(to: interval)
        var done = try candles.compactMap { try resampler.append($0) }
        if let last = resampler.finish() { done.append(last) }
        return done
    }

    @Test func openAndCloseAreTheEndsAndHighAndLowTheExtremes() throws {
        let five = try joined(
            [
                candle(5, (10, 12, 9, 11)), candle(6, (11, 15, 10, 14)),
                candle(9, (14, 14, 3, 5)), candle(10, (5, 6, 4, 6)),
            ],
            to: .fiveMinutes
        )
        #expect(
            five == [
                candle(5, (10, 15, 3, 5), volume: 3, quote: 6, trades: 9),
                candle(10, (5, 6, 4, 6)),
            ]
        )
    }

    @Test func anAmountThatAPartLacksIsLackingInTheWhole() throws {
        let five = try joined(
            [candle(0, (1, 1, 1, 1)), candle(1, (1, 1, 1, 1), quote: nil, trades: nil)],
            to: .fiveMinutes
        )
        #expect(five == [candle(0, (1, 1, 1, 1), volume: 2, quote: nil, trades: nil)])
    }

    @Test func aSumBeyondTheColumnIsRefused() throws {
        let large = candle(0, (1, 1, 1, 1), volume: Quantity.limit)
        #expect(throws: FixedPointError.outOfRange) {
            _ = try joined([large, candle(1, (1, 1, 1, 1))], to: .hour)
        }
    }

    @Test func monthsAndWeeksBeginWhereTheCalendarSays() throws {
        let days = (0..<60).map { candle(Int64($0) * 1_440, (1, 1, 1, 1)) }
        let months = try joined(days, to: .month).map(\.openTime.description)
        #expect(months == ["1970-01-01T00:00:00Z", "1970-02-01T00:00:00Z", "1970-03-01T00:00:00Z"])
        let weeks = try joined(days, to: .week)
        #expect(weeks.dropFirst().first?.openTime.description == "1970-01-05T00:00:00Z")
        #expect(weeks.dropFirst().first?.volume.raw == 7)
    }

    @Test func nothingGivesNothing() throws {
        #expect(try joined([], to: .hour) == [])
    }
}

@Suite struct GapSplitTests {
    private func gap(_ from: Int64, _ to: Int64, _ reason: MissingCandle) -> Gap {
        Gap(
            range: TimeRange(Timestamp(seconds: from * 60), Timestamp(seconds: to * 60)),
            missing: Int(to - from),
            status: .confirmed,
            reason: reason
        )
    }

    @Test func whatTheVenueNoLongerServesIsSetApart() {
        let served = Timestamp(seconds: 5 * 60)
        let split = gap(2, 9, .outage).split(at: served, interval: .minute)
        #expect(split == [gap(2, 5, .unserved), gap(5, 9, .outage)])
        #expect(
            gap(2, 4, .silence).split(at: served, interval: .minute) == [gap(2, 4, .unserved)]
        )
        #expect(gap(6, 9, .late).split(at: served, interval: .minute) == [gap(6, 9, .late)])
        #expect(gap(2, 9, .outage).split(at: nil, interval: .minute) == [gap(2, 9, .outage)])
    }
}
