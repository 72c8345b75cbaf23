/// Which of a series' indicators a chart draws: enough to read, not all that are stored.
struct ChartChoice {
    /// What is drawn, over the candles and below.
    let groups: [ChartIndicatorGroup]

    /// Chooses from the names of stored indicators.
    init(_ stored: [String]) {
        let known = Set(stored)
        func first(_ stem: String) -> String? {
            stored.first { name in
                name.hasPrefix(stem + "_") && name.dropFirst(stem.count + 1).first?.isNumber == true
            }
        }
        // The bands' middle is an average already; a slower one says something else.
        let average = known.contains("sma_50") ? "sma_50" : first("sma")
        let bands = first("bb_upper").map { "bb" + $0.dropFirst("bb_upper".count) }
        let strength = known.contains("rsi_14") ? "rsi_14" : first("rsi")
        let names = [bands, average, first("ema"), strength, first("macd")]
        groups = names.compactMap { $0.map { ChartIndicatorGroup($0) } }.filter {
            $0.columns.allSatisfy(known.contains)
        }
    }

    /// The columns that all of it needs.
    var columns: [String] { groups.flatMap(\.columns) }
}
