/// Figures of two sides that were measured in turn, one pair a round.
struct Paired {
    private(set) var ours: [Double] = []
    private(set) var theirs: [Double] = []

    /// Adds what one round gave.
    mutating func add(ours: Double, theirs: Double) {
        self.ours.append(ours)
        self.theirs.append(theirs)
    }

    /// Ours to theirs, round by round: what both rounds suffered alike cancels out.
    var ratios: [Double] { zip(ours, theirs).map { $0 / $1 } }

    /// The median of the rounds' ratios, which is not the ratio of the medians.
    var ratio: Double { median(ratios) }

    /// Ours, theirs and the ratio, each as median and ends.
    ///
    /// - Parameters:
    ///   - scale: What figures are multiplied by; ratios are not.
    ///   - decimals: How many of them figures have; ratios have three.
    /// - Returns: Three cells of a table.
    func cells(times scale: Double = 1, decimals: Int) -> [String] {
        [ours, theirs].map { side in
            Spread(side.map { $0 * scale }).text(decimals: decimals)
        } + [Spread(ratios).text(decimals: 3)]
    }
}
