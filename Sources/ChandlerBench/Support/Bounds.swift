import ArgumentParser

/// Refuses a number from the command line that is too small.
func require(_ option: String, _ value: Int, _ range: PartialRangeFrom<Int>) throws {
    guard range.contains(value) else {
        throw ValidationError("\(option) is \(grouped(range.lowerBound)) or more, was \(value)")
    }
}

/// Refuses a number from the command line that is out of bounds.
func require(_ option: String, _ value: Int, _ range: ClosedRange<Int>) throws {
    guard range.contains(value) else {
        throw ValidationError(
            "\(option) is \(grouped(range.lowerBound)) to \(grouped(range.upperBound)), "
                + "was \(value)"
        )
    }
}
