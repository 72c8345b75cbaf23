import ChandlerIndicators
import Foundation
import Testing

struct LogReturnTests {
    @Test func returnsAgreeWithTheLibraryToTheLastDigits() throws {
        print("seed 41")
        var random = SeededGenerator(seed: 41)
        for power in [-17.0, -12, -9, -6, -4, -2, -1, 0, 1, 3, 9] {
            let moves = (0..<200).map { _ in
                exp(Double.random(in: -1...1, using: &random) * pow(10, power))
            }
            var closes = [1.0]
            for move in moves {
                closes.append(closes.count % 2 == 0 ? 1 : min(max(move, 1e-9), 1e9))
            }
            let values = try logReturns(closes)
            #expect(values[0].isNaN)
            for row in 1..<closes.count {
                let change = (closes[row] - closes[row - 1]) / closes[row - 1]
                // log1p of nearly -1 carries less than the quotient does.
                let isSmall = change.magnitude < 0.3
                let wanted = isSmall ? log1p(change) : log(closes[row] / closes[row - 1])
                let scale = isSmall ? wanted.magnitude : max(wanted.magnitude, 1)
                #expect((values[row] - wanted).magnitude <= 1e-15 * scale)
            }
        }
    }

    @Test func returnsOfPricesThatAreNotPositiveAreUndefined() throws {
        let values = try logReturns([0, 0, 1, 1, 0, 2, 4])
        #expect(values.map(\.isNaN) == [true, true, true, false, true, true, false])
        #expect(values[3] == 0)
        #expect((values[6] - 0.6931471805599453).magnitude < 1e-16)
    }

    private func logReturns(_ closes: [Double]) throws -> [Double] {
        let columns = CandleColumns(
            openTimes: closes.indices.map { Int64($0) },
            opens: closes,
            highs: closes,
            lows: closes,
            closes: closes,
            volumes: closes
        )
        var engine = IndicatorEngine(try IndicatorSet(names: ["log_return"]))
        return engine.update(columns).columns[0]
    }
}
