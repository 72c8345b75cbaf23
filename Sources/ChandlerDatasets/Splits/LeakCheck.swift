import ChandlerCore

/// Looks at the rows that were really written and proves that no two splits share time.
///
/// It is made from the open times and label windows of the written rows alone, not from the split
/// plan, so that a fault in the plan or in its use is found before a dataset is published.
struct LeakCheck: Sendable {
    /// The time that the rows of a split and their labels use, over all series.
    struct Use: Sendable, Equatable {
        let split: Split
        let range: TimeRange
    }

    /// A split's use of time per split with rows, ascending.
    let uses: [Use]

    init(_ tallies: [SeriesTally]) {
        uses = Split.allCases.compactMap { split in
            let ranges = tallies.compactMap { $0.used[split] }
            guard let start = ranges.map(\.start).min(), let end = ranges.map(\.end).max() else {
                return nil
            }
            return Use(split: split, range: TimeRange(start, end))
        }
    }

    /// What is wrong, in words, or `nil` where no two splits share time.
    var finding: String? {
        for (earlier, later) in zip(uses, uses.dropFirst())
        where earlier.range.end > later.range.start {
            return "the label windows of \(earlier.split.rawValue) end at \(earlier.range.end), "
                + "after \(later.split.rawValue) begins at \(later.range.start)"
        }
        return nil
    }
}
