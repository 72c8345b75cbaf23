/// Walks over the saved values of an engine, to write them or to read them back.
///
/// One walk serves both directions, so that saving and restoring cannot disagree on the order.
struct StateVisitor {
    private let isReading: Bool
    /// The values written so far, or to be read, as 64-bit words.
    private(set) var words: [UInt64]
    private var position = 0

    /// A visitor that collects values.
    init() {
        isReading = false
        words = []
    }

    /// A visitor that hands out `words` one after the other.
    init(reading words: [UInt64]) {
        isReading = true
        self.words = words
    }

    /// Whether reading used up exactly the words there were.
    var isComplete: Bool { position == words.count }

    mutating func visit(_ value: inout Double) {
        if isReading {
            value = Double(bitPattern: next())
        } else {
            // Machines disagree on the sign of a computed NaN; the saved bytes shall not.
            words.append((value.isNaN ? Double.nan : value).bitPattern)
        }
    }

    mutating func visit(_ value: inout Int64) {
        if isReading {
            value = Int64(bitPattern: next())
        } else {
            words.append(UInt64(bitPattern: value))
        }
    }

    mutating func visit(_ values: inout [Double]) {
        for index in values.indices { visit(&values[index]) }
    }

    /// Past the end it hands out zeros; ``isComplete`` tells afterwards.
    private mutating func next() -> UInt64 {
        defer { position += 1 }
        return position < words.count ? words[position] : 0
    }
}
