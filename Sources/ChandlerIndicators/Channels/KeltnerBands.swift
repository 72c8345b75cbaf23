/// The three lines of a Keltner channel, in the order of their columns.
enum KeltnerLine: Sendable {
    case upper
    case middle
    case lower
}

extension KernelPlan {
    /// The column of one line around `middle`, `factor` times `range` apart.
    mutating func keltner(
        _ line: KeltnerLine,
        middle: Int,
        range: Int,
        factor: Double
    ) -> Int {
        if line == .middle { return middle }
        let bands = formula("keltner \(middle) \(range) \(factor)", outputs: 2) { block, output in
            let (middle, range) = (block[middle], block[range])
            let (upper, lower) = (block[output], block[output + 1])
            for index in 0..<block.count {
                upper[index] = middle[index] + factor * range[index]
                lower[index] = middle[index] - factor * range[index]
            }
        }
        return line == .upper ? bands : bands + 1
    }
}
