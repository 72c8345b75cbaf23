/// How many bytes must be inserted, removed or replaced to turn one text into the other.
///
/// **Source:** Levenshtein, 1966; the row-by-row form of Wagner and Fischer.
func editDistance(_ first: String, _ second: String) -> Int {
    let target = Array(second.utf8)
    var row = Array(0...target.count)
    for byte in first.utf8 {
        var diagonal = row[0]
        row[0] += 1
        for (index, other) in target.enumerated() {
            let replaced = diagonal + (byte == other ? 0 : 1)
            diagonal = row[index + 1]
            row[index + 1] = min(replaced, min(diagonal, row[index]) + 1)
        }
    }
    return row[target.count]
}
