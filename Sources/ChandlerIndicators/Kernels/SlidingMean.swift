/// The plain mean of the last `period` values of a column.
///
/// As ``SlidingSumKernel``, but it sums differences from a value of the period: the mean of equal
/// values is that value exactly, and a small wiggle on a high level keeps its digits.
struct SlidingMeanKernel: Kernel {
    let input: Int
    let output: Int
    let period: Int
    /// The first row of the series whose value counts.
    let start: Int
    /// As in ``SlidingSumKernel``: values before the place at hand, sums of differences after.
    private var tail: [Double]
    private var head = 0.0
    /// The first value of the stretch at hand, which is in the period of each of its rows.
    private var level = 0.0

    init(input: Int, output: Int, period: Int, start: Int) {
        self.input = input
        self.output = output
        self.period = period
        self.start = start
        tail = Array(repeating: 0, count: period + 1)
    }

    mutating func run(_ block: Block) {
        let source = block[input]
        let target = block[output]
        let period = period
        let count = Double(period)
        var index = block.rows(before: start)
        guard index < block.count else { return }
        var place = (block.row + index - start) % period
        var head = head
        var level = level
        tail.withUnsafeMutableBufferPointer { tail in
            guard let tail = tail.baseAddress else { return }
            while index < block.count {
                if place == 0 {
                    level = source[index]
                    var sum = 0.0
                    for place in stride(from: period - 1, to: 0, by: -1) {
                        sum += tail[place] - level
                        tail[place] = sum
                    }
                    head = 0
                }
                let end = min(block.count, index + period - place)
                while index < end {
                    let value = source[index]
                    head += value - level
                    target[index] = level + (head + tail[place + 1]) / count
                    tail[place] = value
                    place += 1
                    index += 1
                }
                if place == period { place = 0 }
            }
        }
        self.head = head
        self.level = level
    }

    mutating func visit(_ state: inout StateVisitor) {
        state.visit(&tail)
        state.visit(&head)
        state.visit(&level)
    }
}

extension KernelPlan {
    /// The means of the last `period` values, from row `start + period - 1` on.
    mutating func slidingMean(_ input: Int, _ period: Int, from start: Int = 0) -> Int {
        add("mean \(input) \(period) \(start)") {
            SlidingMeanKernel(input: input, output: $0, period: period, start: start)
        }
    }
}
