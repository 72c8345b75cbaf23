/// The value a column had `shift` rows before.
struct DelayKernel: Kernel {
    let input: Int
    let output: Int
    let shift: Int
    /// The last `shift` values; a row's value is at its number modulo `shift`.
    private var ring: [Double]

    init(input: Int, output: Int, shift: Int) {
        self.input = input
        self.output = output
        self.shift = shift
        ring = Array(repeating: 0, count: shift)
    }

    mutating func run(_ block: Block) {
        let source = block[input]
        let target = block[output]
        let shift = shift
        let count = block.count
        var place = block.row % shift
        ring.withUnsafeMutableBufferPointer { ring in
            guard let ring = ring.baseAddress else { return }
            for index in 0..<min(shift, count) {
                target[index] = ring[place]
                ring[place] = source[index]
                place = place + 1 == shift ? 0 : place + 1
            }
            guard count > shift else { return }
            (target + shift).update(from: source, count: count - shift)
            for index in (count - shift)..<count {
                ring[(block.row + index) % shift] = source[index]
            }
        }
    }

    mutating func visit(_ state: inout StateVisitor) {
        state.visit(&ring)
    }
}

extension KernelPlan {
    /// The values `shift` rows before, from row `shift` on.
    mutating func delayed(_ input: Int, by shift: Int) -> Int {
        add("delay \(input) \(shift)") { DelayKernel(input: input, output: $0, shift: shift) }
    }
}
