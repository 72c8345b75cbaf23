extension IndicatorFamily {
    /// `plus_di_n`, `minus_di_n`, `dx_n`, `adx_n`: Wilder's directional movement.
    ///
    /// up = h - h[t-1], dn = l[t-1] - l; +DM = up if up > dn and up > 0, -DM = dn if dn > up and
    /// dn > 0, else 0, compared as plain doubles. The sums P, M, T of +DM, -DM and true range
    /// start over rows 1 to n - 1, then S = S - S/n + today's. +DI = 100 P / T, -DI = 100 M / T,
    /// 0 where T = 0; dx = 100 |+DI - -DI| / (+DI + -DI), kept where that sum is 0; adx is
    /// Wilder's average of dx. First rows n, for adx 2n - 1.
    ///
    /// **Source:** TA-Lib `PLUS_DI`, `MINUS_DI`, `DX`, `ADX`; Wilder, 1978.
    static let directionalMovement = IndicatorFamily([
        shape("plus_di", "Positive directional indicator", warmUp: { $0 }) {
            $0.directionalMovement($1)
        },
        shape("minus_di", "Negative directional indicator", warmUp: { $0 }) {
            $0.directionalMovement($1) + 1
        },
        shape("dx", "Directional movement index", warmUp: { $0 }) {
            $0.directionalMovement($1) + 2
        },
        shape("adx", "Average directional movement index", warmUp: { 2 * $0 - 1 }) {
            $0.wilderAverage($0.directionalMovement($1) + 2, $1, from: $1)
        },
    ])

    private static func shape(
        _ stem: String,
        _ meaning: String,
        warmUp: @escaping @Sendable (Int) -> Int,
        _ build: @escaping @Sendable (inout KernelPlan, Int) -> Int
    ) -> ColumnShape {
        ColumnShape(
            stem,
            [.period],
            defaults: ["14"],
            .percent,
            meaning,
            warmUp: { warmUp($0.period(0)) },
            build: { build(&$0, $1.period(0)) }
        )
    }
}

extension KernelPlan {
    /// The columns of +DI, -DI and dx.
    fileprivate mutating func directionalMovement(_ period: Int) -> Int {
        let (range, moves) = (trueRange(), directedMoves())
        return add("directional \(period)", outputs: 3) {
            DirectionalMovementKernel(range: range, moves: moves, output: $0, period: period)
        }
    }

    /// The columns of +DM and -DM, from row 1 on.
    private mutating func directedMoves() -> Int {
        formula("directed moves", outputs: 2) { block, output in
            let (high, low) = (block[RawColumn.high], block[RawColumn.low])
            let (plus, minus) = (block[output], block[output + 1])
            for index in 0..<block.count {
                let up = high[index] - high[index - 1]
                let down = low[index - 1] - low[index]
                let (rise, fall) = (larger(up, 0), larger(down, 0))
                plus[index] = up > down ? rise : 0
                minus[index] = down > up ? fall : 0
            }
        }
    }
}

private struct DirectionalMovementKernel: Kernel {
    let range: Int
    /// The column of +DM; -DM follows.
    let moves: Int
    /// The column of +DI; -DI and dx follow.
    let output: Int
    let period: Int
    private var plus = 0.0
    private var minus = 0.0
    private var total = 0.0
    private var lastIndex = 0.0

    init(range: Int, moves: Int, output: Int, period: Int) {
        self.range = range
        self.moves = moves
        self.output = output
        self.period = period
    }

    mutating func run(_ block: Block) {
        sum(block)
        let (plus, minus, indices) = (block[output], block[output + 1], block[output + 2])
        var lastIndex = lastIndex
        for index in block.rows(before: period)..<block.count {
            let sum = plus[index] + minus[index]
            let value = 100 * (plus[index] - minus[index]).magnitude / sum
            lastIndex = sum == 0 ? lastIndex : value
            indices[index] = lastIndex
        }
        self.lastIndex = lastIndex
    }

    /// Moves the three sums through the block and leaves +DI and -DI in their columns.
    private mutating func sum(_ block: Block) {
        let (plusMoves, minusMoves) = (block[moves], block[moves + 1])
        let (range, plusTarget, minusTarget) = (block[range], block[output], block[output + 1])
        var (plus, minus, total) = (plus, minus, total)
        let first = block.rows(before: 1)
        let seeded = max(first, block.rows(before: period))
        @inline(__always)
        func step(_ index: Int, _ keep: Double) {
            plus = keep * plus + plusMoves[index]
            minus = keep * minus + minusMoves[index]
            total = keep * total + range[index]
            let plusShare = 100 * plus / total
            let minusShare = 100 * minus / total
            plusTarget[index] = total == 0 ? 0 : plusShare
            minusTarget[index] = total == 0 ? 0 : minusShare
        }
        for index in first..<seeded { step(index, 1) }
        let keep = Double(period - 1) / Double(period)
        for index in seeded..<block.count { step(index, keep) }
        (self.plus, self.minus, self.total) = (plus, minus, total)
    }

    mutating func visit(_ state: inout StateVisitor) {
        state.visit(&plus)
        state.visit(&minus)
        state.visit(&total)
        state.visit(&lastIndex)
    }
}
