/// How many rows ago the largest of the last `period` values was, the latest of equal ones.
///
/// Cut into stretches as ``SlidingSumKernel`` is, with the place of each extreme beside it.
struct ExtremeAge: Sendable {
    private let period: Int
    /// 1 for the largest value, -1 for the smallest.
    private let sign: Double
    /// Values of the stretch at hand, then extremes of the stretch before to its end.
    private var tail: [Double]
    /// Where in the stretch before those extremes are.
    private var tailPlace: [Double]
    private var head = -Double.infinity
    private var headPlace = 0.0

    init(period: Int, sign: Double) {
        self.period = period
        self.sign = sign
        tail = Array(repeating: -.infinity, count: period + 1)
        tailPlace = Array(repeating: 0, count: period + 1)
    }

    /// Writes the ages for one block.
    mutating func run(
        _ source: UnsafeMutablePointer<Double>,
        _ target: UnsafeMutablePointer<Double>,
        _ block: Block
    ) {
        let (period, sign) = (period, sign)
        var place = block.row % period
        var (head, headPlace) = (head, headPlace)
        withPointers { tail, tailPlace in
            for index in 0..<block.count {
                if place == 0 {
                    Self.turn(tail, tailPlace, period)
                    head = -.infinity
                }
                let value = sign * source[index]
                let (here, older) = (Double(place), tailPlace[place + 1] - Double(period))
                headPlace = value >= head ? here : headPlace
                head = larger(head, value)
                let extreme = head >= tail[place + 1] ? headPlace : older
                target[index] = Double(place) - extreme
                tail[place] = value
                place = place + 1 == period ? 0 : place + 1
            }
        }
        (self.head, self.headPlace) = (head, headPlace)
    }

    /// Turns a full stretch of values into extremes from each place to its end.
    private static func turn(
        _ tail: UnsafeMutablePointer<Double>,
        _ tailPlace: UnsafeMutablePointer<Double>,
        _ period: Int
    ) {
        var (extreme, extremePlace) = (-Double.infinity, 0.0)
        for place in stride(from: period - 1, to: 0, by: -1) {
            if tail[place] > extreme {
                extreme = tail[place]
                extremePlace = Double(place)
            }
            tail[place] = extreme
            tailPlace[place] = extremePlace
        }
    }

    private mutating func withPointers(
        _ body: (UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>) -> Void
    ) {
        tail.withUnsafeMutableBufferPointer { tail in
            tailPlace.withUnsafeMutableBufferPointer { tailPlace in
                guard let first = tail.baseAddress, let second = tailPlace.baseAddress
                else { return }
                body(first, second)
            }
        }
    }

    mutating func visit(_ state: inout StateVisitor) {
        state.visit(&tail)
        state.visit(&tailPlace)
        state.visit(&head)
        state.visit(&headPlace)
    }
}
