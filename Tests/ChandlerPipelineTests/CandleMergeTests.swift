import ChandlerCore
import Testing

@testable import ChandlerPipeline

@Suite struct CandleMergeTests {
    @Test(arguments: UInt64(1)...30)
    func theNewestAnswerWinsAndNothingIsLost(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let all = Plain.candles(
            .hour,
            from: try moment("2024-02-01"),
            to: try moment("2024-02-03")
        )
        for _ in 0..<50 {
            let stored = all.filter { _ in generator.oneIn(2) }
            let fetched = all.filter { _ in generator.oneIn(2) }.map {
                generator.oneIn(5) ? Plain.revised($0) : $0
            }
            var expected: [Timestamp: Candle] = [:]
            for candle in stored + fetched { expected[candle.openTime] = candle }
            let merge = CandleMerge(stored: stored, fetched: fetched)
            #expect(merge.candles == expected.values.sorted { $0.openTime < $1.openTime })
            let old = Dictionary(uniqueKeysWithValues: stored.map { ($0.openTime, $0) })
            #expect(merge.inserted == fetched.count { old[$0.openTime] == nil })
            #expect(merge.unchanged == fetched.count { old[$0.openTime] == $0 })
            let revised = fetched.filter { candle in
                old[candle.openTime].map { $0 != candle } ?? false
            }
            #expect(merge.revisions.map(\.new) == revised)
            #expect(merge.revisions.map(\.old) == revised.compactMap { old[$0.openTime] })
            #expect(
                merge.firstChange == merge.candles.firstIndex { old[$0.openTime] != $0 },
                "seed \(seed)"
            )
        }
    }
}

@Suite struct RowDigestTests {
    /// The form is documented; a change of it would make stored digests worthless.
    @Test func theDigestOfKnownRowsStaysTheSame() throws {
        let time = try moment("2024-02-01")
        let plain = Candle(
            openTime: time,
            open: Price(raw: 1),
            high: Price(raw: 2),
            low: Price(raw: -3),
            close: Price(raw: 4),
            volume: Quantity(raw: 5)
        )
        let rich = Candle(
            openTime: time + 1,
            open: Price(raw: 1),
            high: Price(raw: 2),
            low: Price(raw: 3),
            close: Price(raw: 4),
            volume: Quantity(raw: Quantity.limit),
            quoteVolume: Quantity(raw: 0),
            tradeCount: 0,
            takerBuyVolume: Quantity(raw: 7)
        )
        #expect(RowDigest.hex(of: [plain, rich]) == Self.known)
        #expect(RowDigest.hex(of: [rich, plain]) != Self.known)
        #expect(
            RowDigest.hex(of: [Candle]())
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        )
    }

    // Computed by Python's struct and hashlib from the documented form.
    private static let known = "ecc9d966f94fa2660f38222f9c522085e178e4bc89852dea4fc8d69b4f13d468"

    @Test func everyFieldCounts() throws {
        let candle = Plain.candle(try moment("2024-02-01"), 3)
        func variant(
            quote: Quantity? = nil,
            trades: Int64? = nil,
            taker: Quantity? = nil
        ) -> Candle {
            Candle(
                openTime: candle.openTime,
                open: candle.open,
                high: candle.high,
                low: candle.low,
                close: candle.close,
                volume: candle.volume,
                quoteVolume: quote,
                tradeCount: trades,
                takerBuyVolume: taker
            )
        }
        let zero = Quantity(raw: 0)
        let digests = [
            candle, variant(quote: zero), variant(trades: 0), variant(taker: zero),
            variant(trades: 1), Plain.withMoreVolume(candle), Plain.revised(candle),
        ].map { RowDigest.hex(of: [$0]) }
        #expect(Set(digests).count == 7)
    }
}
