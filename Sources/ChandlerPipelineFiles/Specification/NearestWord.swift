/// Finds what somebody probably meant.
enum NearestWord {
    /// The nearest of some words; `nil` where none is near.
    ///
    /// - Parameters:
    ///   - text: What was written.
    ///   - words: What may be written.
    /// - Returns: The word with the smallest distance, of equal ones the first.
    static func to(_ text: String, among words: [String]) -> String? {
        guard text.utf8.count <= 64 else { return nil }
        let plain = folded(text)
        let ranked = words.map { (word: $0, distance: distance(plain, folded($0))) }
        guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
        let longest = max(plain.count, best.word.utf8.count)
        if best.distance <= max(1, longest / 3) { return best.word }
        // A word that was cut short, or goes on.
        return words.first { word in
            let other = folded(word)
            return min(plain.count, other.count) > 2
                && (other.starts(with: plain) || plain.starts(with: other))
        }
    }

    private static func folded(_ text: String) -> [UInt8] {
        Array(text.lowercased().replacing("_", with: "-").utf8)
    }

    /// How many letters must be inserted, removed, replaced or swapped with their neighbour.
    ///
    /// **Source:** the restricted distance of Damerau and Levenshtein ("optimal string alignment").
    static func distance(_ first: [UInt8], _ second: [UInt8]) -> Int {
        var before: [Int] = []
        var last = Array(0...second.count)
        for (row, letter) in first.enumerated() {
            var current = [row + 1]
            for (column, other) in second.enumerated() {
                var best = min(last[column] + (letter == other ? 0 : 1), last[column + 1] + 1)
                best = min(best, current[column] + 1)
                if row > 0, column > 0, letter == second[column - 1], first[row - 1] == other {
                    best = min(best, before[column - 1] + 1)
                }
                current.append(best)
            }
            (before, last) = (last, current)
        }
        return last[second.count]
    }
}
