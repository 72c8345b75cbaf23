/// Finds out what stands between the fields of CSV.
enum CSVDelimiter {
    private static let others = [UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")]
    private static let longestHeader = 1 << 16

    /// Counts the candidates outside of quotes in the first line that is not empty.
    ///
    /// - Parameter window: The file, at its begin; it stays there.
    /// - Returns: The byte; `nil` for the comma, and where nothing says more than it.
    /// - Throws: ``WarehouseError`` where the file cannot be read.
    static func find(in window: RowWindow) throws -> UInt8? {
        var isInQuotes = false
        var counts = [UInt8: Int]()
        var offset = 0
        while offset < longestHeader {
            if window.begin + offset == window.end, try !window.fill(line: 1) { break }
            let byte = window.base[window.begin + offset]
            offset += 1
            switch byte {
            case 0x22: isInQuotes.toggle()
            case 0x0A where !isInQuotes:
                if !counts.isEmpty || offset > 2 { return best(counts) }
            default: if !isInQuotes { counts[byte, default: 0] += 1 }
            }
        }
        return best(counts)
    }

    private static func best(_ counts: [UInt8: Int]) -> UInt8? {
        let commas = counts[UInt8(ascii: ",")] ?? 0
        let found = others.max { (counts[$0] ?? 0, $1) < (counts[$1] ?? 0, $0) }
        return found.flatMap { (counts[$0] ?? 0) > commas ? $0 : nil }
    }
}
