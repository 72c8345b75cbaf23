/// The mean of the last `period` values with weights 1 to `period`, the newest heaviest.
///
/// Cut into stretches as ``SlidingSumKernel`` is: a weighted sum is that of the end of the stretch
/// before, made once, plus that of the stretch at hand, whose weights are shifted as it grows.
/// Nothing is subtracted.
struct WeightedAverageKernel: Kernel {
    let input: Int
    let output: Int
    let period: Int
    /// The first row of the series whose value counts.
    let start: Int
    /// Values of the stretch at hand, then weighted sums of the stretch before from there on.
    private var tail: [Double]
    /// The plain sum of the stretch at hand, and the sum with weights 1, 2, 3 ...
    private var head = 0.0
    private var weightedHead = 0.0

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
        let weights = Double(period) * Double(period + 1) / 2
        var index = block.rows(before: start)
        guard index < block.count else { return }
        var place = (block.row + index - start) % period
        var (head, weightedHead) = (head, weightedHead)
        tail.withUnsafeMutableBufferPointer { tail in
            guard let tail = tail.baseAddress else { return }
            while index < block.count {
                if place == 0 {
                    var (sum, weightedSum) = (0.0, 0.0)
                    for place in stride(from: period - 1, to: 0, by: -1) {
                        sum += tail[place]
                        weightedSum += sum
                        tail[place] = weightedSum
                    }
                    (head, weightedHead) = (0, 0)
                }
                let end = min(block.count, index + period - place)
                while index < end {
                    let value = source[index]
                    head += value
                    weightedHead += Double(place + 1) * value
                    let older = Double(period - 1 - place) * head
                    target[index] = (weightedHead + older + tail[place + 1]) / weights
                    tail[place] = value
                    place += 1
                    index += 1
                }
                if place == period { place = 0 }
            }
        }
        (self.head, self.weightedHead) = (head, weightedHead)
    }

    mutating func visit(_ state: inout StateVisitor) {
        state.visit(&tail)
        state.visit(&head)
        state.visit(&weightedHead)
    }
}

extension KernelPlan {
    /// Weighted averages, from row `start + period - 1` on.
    mutating func weightedAverage(_ input: Int, _ period: Int, from start: Int = 0) -> Int {
        add("wma \(input) \(period) \(start)") {
            WeightedAverageKernel(input: input, output: $0, period: period, start: start)
        }
    }
}
