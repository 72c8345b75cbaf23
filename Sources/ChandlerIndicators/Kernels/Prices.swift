extension KernelPlan {
    /// (high + low + close) / 3.
    mutating func typicalPrice() -> Int {
        formula("typical") { block, output in
            let (high, low) = (block[RawColumn.high], block[RawColumn.low])
            let (close, result) = (block[RawColumn.close], block[output])
            for index in 0..<block.count {
                result[index] = (high[index] + low[index] + close[index]) / 3
            }
        }
    }

    /// Typical price times volume.
    mutating func moneyVolume() -> Int {
        let typical = typicalPrice()
        return formula("money") { block, output in
            let (price, volume) = (block[typical], block[RawColumn.volume])
            let result = block[output]
            for index in 0..<block.count { result[index] = price[index] * volume[index] }
        }
    }

    /// The change of the close against the row before, from row 1 on.
    mutating func closeChange() -> Int {
        formula("change") { block, output in
            let (close, result) = (block[RawColumn.close], block[output])
            for index in 0..<block.count { result[index] = close[index] - close[index - 1] }
        }
    }

    /// The true range; on row 0, where there is no close before, high - low.
    mutating func trueRange() -> Int {
        formula("tr") { block, output in
            let (high, low) = (block[RawColumn.high], block[RawColumn.low])
            let (close, result) = (block[RawColumn.close], block[output])
            for index in 0..<block.count {
                let before = close[index - 1]
                let up = (high[index] - before).magnitude
                let down = (low[index] - before).magnitude
                result[index] = larger(high[index] - low[index], larger(up, down))
            }
            if block.row == 0 { result[0] = high[0] - low[0] }
        }
    }
}
