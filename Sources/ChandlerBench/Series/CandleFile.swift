import Glibc

/// Candle files for the stand-in for the venue.
enum CandleFile {
    /// Writes a series as `SYMBOL-1m.csv`.
    ///
    /// - Returns: The file's path.
    static func write(
        _ count: Int,
        symbol: String,
        in folder: String
    ) throws(BenchError) -> String {
        let path = "\(folder)/\(symbol)-1m.csv"
        guard let file = fopen(path, "wb") else { throw TextFile.fault("write", path) }
        var text = ByteText()
        text.append("open_time_ms,open,high,low,close,volume\n")
        var isWhole = true
        for (index, step) in CandleWalk(count).enumerated() {
            append(step, to: &text)
            if text.bytes.count > 1 << 18 || index == count - 1 {
                isWhole =
                    isWhole && fwrite(text.bytes, 1, text.bytes.count, file) == text.bytes.count
                text.removeAll()
            }
        }
        guard fclose(file) == 0, isWhole else { throw TextFile.fault("write", path) }
        return path
    }

    private static func append(_ step: CandleWalk.Step, to text: inout ByteText) {
        text.append(step.openTime)
        for price in [step.open, step.high, step.low, step.close] {
            text.append(",")
            text.append(steps: price, decimals: 2)
        }
        text.append(",")
        text.append(steps: step.volume, decimals: 5)
        text.append("\n")
    }
}
