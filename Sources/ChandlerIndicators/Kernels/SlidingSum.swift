/// The sum of the last `period` values of a column, without a running sum that could drift.
///
/// The input is cut into stretches of `period` values. A sum is the stretch at hand so far plus
/// the end of the stretch before it, whose sums from each place to its end are made once. Nothing
/// is ever subtracted: a value that has left the period leaves no rounding error behind, a sum of
/// zeros is zero, and an undefined value undefines exactly the sums it is part of.
///
/// **Cost:** two to three additions a row, whatever the period.
struct SlidingSumKernel: Kernel {
    let input: Int
    let output: Int
    let period: Int
    /// The first row of the series whose value counts.
    let start: Int
    /// Before a place of the stretch at hand: its values.
    ///
    /// From the next place on: sums of the stretch before from there to its end, and 0 at the very
    /// end.
    private var tail: [Double]
    /// The sum of the stretch at hand.
    private var head = 0.0

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
        var index = block.rows(before: start)
        guard index < block.count else { return }
        var place = (block.row + index - start) % period
        var head = head
        tail.withUnsafeMutableBufferPointer { tail in
            guard let tail = tail.baseAddress else { return }
            while index < block.count {
                if place == 0 {
                    var sum = 0.0
                    for place in stride(from: period - 1, to: 0, by: -1) {
                        sum += tail[place]
                        tail[place] = sum
                    }
                    head = 0
                }
                let end = min(block.count, index + period - place)
                while index < end {
                    let value = source[index]
                    head += value
                    target[index] = head + tail[place + 1]
                    tail[place] = value
                    place += 1
                    index += 1
                }
                if place == period { place = 0 }
            }
        }
        self.head = head
    }

    mutating func visit(_ state: inout StateVisitor) {
        state.visit(&tail)
        state.visit(&head)
    }
}

extension KernelPlan {
    /// The sums of the last `period` values, from row `start + period - 1` on.
    mutating func slidingSum(_ input: Int, _ period: Int, from start: Int = 0) -> Int {
        add("sum \(input) \(period) \(start)") {
            SlidingSumKernel(input: input, output: $0, period: period, start: start)
        }
    }
}
