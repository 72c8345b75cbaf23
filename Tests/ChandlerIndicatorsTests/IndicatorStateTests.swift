import ChandlerIndicators
import Testing

struct IndicatorStateTests {
    @Test(arguments: [21, 22] as [UInt64])
    func aRestoredEngineGoesOnWithTheSameBits(seed: UInt64) throws {
        print("seed \(seed)")
        let columns = CandleColumns(randomCandles(1_200, seed: seed))
        let set = try IndicatorSet.wide()
        var whole = IndicatorEngine(set)
        let wanted = whole.update(columns).bits
        var random = SeededGenerator(seed: seed)
        let cuts =
            [0, 1, 2, 13, 14, 15, 511, 512, 513]
            + (0..<12).map { _ in
                Int.random(in: 16..<1_200, using: &random)
            }
        for cut in cuts {
            var first = IndicatorEngine(set)
            first.skip(columns.slice(0..<cut))
            let state = first.savedState()
            var second = try IndicatorEngine(set, savedState: state)
            #expect(second.rowsSeen == cut)
            #expect(second.savedState() == state)
            let bits = second.update(columns.slice(cut..<1_200)).bits
            #expect(bits == wanted.map { Array($0[cut...]) }, "cut at \(cut)")
            #expect(second.savedState() == whole.savedState())
        }
    }

    @Test func aSmallSetIsRestoredAtEveryRow() throws {
        let columns = CandleColumns(randomCandles(120, seed: 23))
        var whole = IndicatorEngine(.full)
        let wanted = whole.update(columns).bits
        var engine = IndicatorEngine(.full)
        for row in 0..<120 {
            engine = try IndicatorEngine(.full, savedState: engine.savedState())
            let bits = engine.update(columns.slice(row..<row + 1)).bits
            #expect(bits == wanted.map { [$0[row]] })
        }
    }

    @Test func everyFlippedByteIsNoticed() throws {
        let set = try IndicatorSet(parsing: "core, psar_0p02_0p2, cci_7, mom_3, supertrend_10_3")
        var engine = IndicatorEngine(set)
        engine.skip(CandleColumns(randomCandles(130, seed: 24)))
        let state = engine.savedState()
        for index in state.indices {
            var damaged = state
            damaged[index] ^= [0x01, 0x80, 0xFF][index % 3]
            #expect(throws: IndicatorError.self) {
                _ = try IndicatorEngine(set, savedState: damaged)
            }
        }
    }

    @Test func everyTruncationAndExtensionIsNoticed() throws {
        let set = try IndicatorSet(parsing: "sma_5, rsi_3, vwap_day")
        var engine = IndicatorEngine(set)
        engine.skip(CandleColumns(randomCandles(30, seed: 25)))
        let state = engine.savedState()
        for length in 0..<state.count {
            #expect(throws: IndicatorError.self) {
                _ = try IndicatorEngine(set, savedState: Array(state.prefix(length)))
            }
        }
        #expect(throws: IndicatorError.self) {
            _ = try IndicatorEngine(set, savedState: state + [0])
        }
    }

    /// The checksum is no secret: bytes that carry a right one must not bring the engine down.
    @Test func forgedStatesEndInErrorsOrInAnEngineThatRuns() throws {
        let set = try IndicatorSet(parsing: "full, sma_5")
        var engine = IndicatorEngine(set)
        let columns = CandleColumns(randomCandles(90, seed: 26))
        engine.skip(columns)
        let state = Array(engine.savedState().dropLast(8))
        var random = SeededGenerator(seed: 27)
        var errors = 0
        for round in 0..<400 {
            var forged = state
            let reach = round % 2 == 0 ? 48 : forged.count
            forged[Int.random(in: 0..<reach, using: &random)] = UInt8.random(
                in: 0...255,
                using: &random
            )
            if round % 5 == 0 { forged.removeLast(Int.random(in: 0..<40, using: &random)) }
            do {
                var restored = try IndicatorEngine(set, savedState: sealed(forged))
                _ = restored.update(columns)
            } catch {
                errors += 1
            }
        }
        #expect(errors > 0)
        #expect(errors < 400)
    }

    /// The bytes with the checksum that the layout asks for.
    private func sealed(_ bytes: [UInt8]) -> [UInt8] {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return bytes + (0..<8).map { UInt8(truncatingIfNeeded: hash >> (8 * $0)) }
    }

    @Test func aStateOfAnotherSetIsRefused() throws {
        let state = IndicatorEngine(.core).savedState()
        let error = #expect(throws: IndicatorError.self) {
            _ = try IndicatorEngine(.full, savedState: state)
        }
        #expect(error?.code == .stateOfOtherSet)
        #expect(error?.message.contains(IndicatorSet.core.fingerprint) == true)
    }

    @Test func aLayoutFromTheFutureIsRefused() throws {
        var state = Array(IndicatorEngine(.core).savedState().dropLast(8))
        state[4] = 99
        let error = #expect(throws: IndicatorError.self) {
            _ = try IndicatorEngine(.core, savedState: sealed(state))
        }
        #expect(error?.code == .unknownStateVersion)
    }

    /// Bytes written once must stay readable: this fails when the layout changes unannounced.
    @Test func theBytesOfASmallStateAreTheDocumentedOnes() throws {
        let set = try IndicatorSet(names: ["mom_2"])
        var engine = IndicatorEngine(set)
        engine.skip(
            CandleColumns(
                openTimes: [0, 60],
                opens: [1, 2],
                highs: [3, 4],
                lows: [0.5, 1],
                closes: [1, 2],
                volumes: [5, 6]
            )
        )
        var wanted: [UInt8] = Array("CHIS".utf8) + [1, 0]
        let fingerprint = Array(set.fingerprint.utf8)
        wanted += [UInt8(fingerprint.count), 0] + fingerprint
        wanted += little(2) + little(8)
        // High, low, close, volume, the delayed close, mom_2; then the ring of the delay.
        for value in [4, 1, 2, 6, 0, 2, 1, 2] as [Double] { wanted += little(value.bitPattern) }
        #expect(engine.savedState() == sealed(wanted))
    }

    private func little(_ value: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
