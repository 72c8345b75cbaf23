/// The sum of squared deviations from the mean over the last `period` values of a column.
///
/// As ``SlidingMeanKernel``, with the squares of the differences from the level beside them. The
/// level is in the period, so that subtracting the mean's part costs at most a factor `period` in
/// relative error, on any level of prices; equal values give exactly 0.
///
/// **Source:** the shifted-data algorithm of Chan, Golub and LeVeque, 1983.
struct SlidingSquaresKernel: Kernel {
    let input: Int
    let output: Int
    let period: Int
    /// The first row of the series whose value counts.
    let start: Int
    /// The values of the stretch at hand up to the place at hand, then those of the one before.
    private var values: [Double]
    /// Sums of differences, and of their squares, from each place to the end of the stretch before.
    private var tail: [Double]
    private var squareTail: [Double]
    private var head = 0.0
    private var squareHead = 0.0
    /// The first value of the stretch at hand.
    private var level = 0.0

    init(input: Int, output: Int, period: Int, start: Int) {
        self.input = input
        self.output = output
        self.period = period
        self.start = start
        values = Array(repeating: 0, count: period)
        tail = Array(repeating: 0, count: period + 1)
        squareTail = tail
    }

    mutating func run(_ block: Block) {
        let source = block[input]
        let target = block[output]
        let period = period
        let share = 1 / Double(period)
        var index = block.rows(before: start)
        guard index < block.count else { return }
        var place = (block.row + index - start) % period
        var (head, squareHead, level) = (head, squareHead, level)
        withPointers { values, tail, squareTail in
            while index < block.count {
                if place == 0 {
                    level = source[index]
                    (head, squareHead) = (0, 0)
                    var (sum, squares) = (0.0, 0.0)
                    for place in stride(from: period - 1, to: 0, by: -1) {
                        let difference = values[place] - level
                        sum += difference
                        squares += difference * difference
                        tail[place] = sum
                        squareTail[place] = squares
                    }
                }
                let end = min(block.count, index + period - place)
                while index < end {
                    let value = source[index]
                    let difference = value - level
                    head += difference
                    squareHead += difference * difference
                    let sum = head + tail[place + 1]
                    let squares = squareHead + squareTail[place + 1] - sum * sum * share
                    // Kept this way round so that NaN stays NaN.
                    target[index] = squares < 0 ? 0 : squares
                    values[place] = value
                    place += 1
                    index += 1
                }
                if place == period { place = 0 }
            }
        }
        (self.head, self.squareHead, self.level) = (head, squareHead, level)
    }

    private mutating func withPointers(
        _ body: (
            UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>,
            UnsafeMutablePointer<Double>
        ) -> Void
    ) {
        values.withUnsafeMutableBufferPointer { values in
            tail.withUnsafeMutableBufferPointer { tail in
                squareTail.withUnsafeMutableBufferPointer { squareTail in
                    guard let first = values.baseAddress, let second = tail.baseAddress,
                        let third = squareTail.baseAddress
                    else { return }
                    body(first, second, third)
                }
            }
        }
    }

    mutating func visit(_ state: inout StateVisitor) {
        state.visit(&values)
        state.visit(&tail)
        state.visit(&squareTail)
        state.visit(&head)
        state.visit(&squareHead)
        state.visit(&level)
    }
}

extension KernelPlan {
    /// The sums of squared deviations of the last `period` values, from row
    /// `start + period - 1` on.
    mutating func slidingSquares(_ input: Int, _ period: Int, from start: Int = 0) -> Int {
        add("squares \(input) \(period) \(start)") {
            SlidingSquaresKernel(input: input, output: $0, period: period, start: start)
        }
    }
}
