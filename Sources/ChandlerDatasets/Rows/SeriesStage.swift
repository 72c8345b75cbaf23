import ChandlerCore
import ChandlerIndicators

/// Takes the candles of one series in, and passes complete rows on to its month files.
///
/// Rows wait in a window until the candles their labels look at have arrived, then they are
/// labelled, judged by the split plan and collected in a table. A table becomes a row group when
/// it is full or its file ends, so the bytes do not depend on how the candles were cut into
/// batches.
struct SeriesStage {
    /// Rows that are labelled and placed at once.
    private static let stepRows = 4_096

    let series: SeriesID
    private let options: DatasetOptions
    private let plan: SplitPlan
    private let folder: OutputFolder
    private let resources: EncoderResources
    private var window: RowWindow
    private var warmUp: WarmUp
    private var labeller: Labeller
    private var labels: LabelBlock
    private var table: RowTable
    private var file: MonthFile?
    /// A file whose rows were all handed to other threads; it is finished after the next one.
    private var closing: MonthFile?
    private var warmUpLeft = 0
    private(set) var tally: SeriesTally
    private(set) var files: [DatasetFile] = []

    init(
        series: SeriesID,
        options: DatasetOptions,
        plan: SplitPlan,
        folder: OutputFolder,
        resources: EncoderResources
    ) {
        self.series = series
        self.options = options
        self.plan = plan
        self.folder = folder
        self.resources = resources
        let names = options.indicators.names
        let (features, horizons) = (names.count, options.horizons.count)
        window = RowWindow(featureCount: features)
        warmUp = WarmUp(lengths: names.map { options.indicators.info(of: $0).warmUp })
        labeller = Labeller(interval: series.interval, options: options)
        labels = LabelBlock(horizonCount: horizons)
        table = RowTable(featureCount: features, horizonCount: horizons)
        tally = SeriesTally(series: series, columnCount: options.columns.count)
    }

    mutating func append(
        _ rows: Range<Int>,
        candles: [Candle],
        features: [[Double]],
        atr14: [Double]
    ) throws(DatasetError) {
        guard !rows.isEmpty else { return }
        check(rows, of: candles)
        warmUpLeft += warmUp.advance(over: rows, features: features)
        window.append(rows, candles: candles, features: features, atr14: atr14)
        tally.candles += rows.count
        tally.firstOpenTime = tally.firstOpenTime ?? candles[rows.lowerBound].openTime
        let last = candles[rows.upperBound - 1].openTime
        tally.lastOpenTime = last
        try release(until: last)
    }

    /// Ends the series: what still waits gets the labels it has.
    mutating func finish() throws(DatasetError) {
        try release(until: nil)
        try closeFile()
        try finishClosing()
    }

    private func check(_ rows: Range<Int>, of candles: [Candle]) {
        let range = options.range
        var last = tally.lastOpenTime ?? Timestamp(microseconds: .min)
        candles.withUnsafeBufferPointer { candles in
            for row in rows {
                let openTime = candles[row].openTime
                precondition(last < openTime, "Invariant: the candles of a series ascend")
                precondition(
                    range.start <= openTime && openTime < range.end,
                    "Invariant: the candles of a dataset open inside its range"
                )
                last = openTime
            }
        }
    }

    /// Passes on the rows whose longest label needs no candle after `last`, or all.
    private mutating func release(until last: Timestamp?) throws(DatasetError) {
        var end = window.count
        if let last {
            while end > window.head, isWaiting(end - 1, last) { end -= 1 }
        }
        while window.head < end {
            let rows = window.head..<min(end, window.head + Self.stepRows)
            labeller.label(rows, of: window, into: &labels)
            try place(rows)
            window.drop(rows.count)
        }
    }

    private func isWaiting(_ row: Int, _ last: Timestamp) -> Bool {
        let open = Timestamp(microseconds: window.openTimes[row])
        return series.interval.advance(open, by: plan.longestHorizon) > last
    }

    /// Drops rows or adds them to the table of their file, run by run.
    private mutating func place(_ rows: Range<Int>) throws(DatasetError) {
        var start = rows.lowerBound
        while start < rows.upperBound {
            let fate = fate(of: start, in: rows)
            let end = endOfRun(from: start, in: rows, fate)
            switch fate {
            case .drop(let reason): tally.drop(end - start, for: reason)
            case .keep(let split):
                try add(start..<end, to: split, labelRow: start - rows.lowerBound)
            }
            warmUpLeft -= fate == .drop(.warmUp) ? end - start : 0
            start = end
        }
    }

    /// The end of the rows from `start` on that share its fate.
    private func endOfRun(
        from start: Int,
        in rows: Range<Int>,
        _ fate: SplitPlan.Verdict
    ) -> Int {
        guard case .keep = fate, !options.dropUnlabelled else {
            var end = start + 1
            while end < rows.upperBound, self.fate(of: end, in: rows) == fate { end += 1 }
            return end
        }
        // A split's rows to keep are in one piece: between two of them lies nothing else.
        var (kept, end) = (start, rows.upperBound)
        while kept + 1 < end {
            let middle = kept + (end - kept) / 2
            if self.fate(of: middle, in: rows) == fate {
                kept = middle
            } else {
                end = middle
            }
        }
        return end
    }

    private func fate(of row: Int, in rows: Range<Int>) -> SplitPlan.Verdict {
        if row - window.head < warmUpLeft { return .drop(.warmUp) }
        let openTime = Timestamp(microseconds: window.openTimes[row])
        let verdict = plan.verdict(of: openTime, interval: series.interval)
        guard case .keep = verdict, options.dropUnlabelled else { return verdict }
        return labels.isLabelled(row - rows.lowerBound) ? verdict : .drop(.unlabelled)
    }

    /// Adds rows of one split, cut at month ends and full row groups.
    private mutating func add(
        _ rows: Range<Int>,
        to split: Split,
        labelRow: Int
    ) throws(DatasetError) {
        var start = rows.lowerBound
        while start < rows.upperBound {
            let month = Timestamp(microseconds: window.openTimes[start]).month
            try openFile(split, month)
            let room = options.tableRows - table.count
            let limit = month.end.microseconds
            var end = start + 1
            let last = min(rows.upperBound, start + room)
            while end < last, window.openTimes[end] < limit { end += 1 }
            table.append(
                start..<end,
                of: window,
                labels: labels,
                from: labelRow + start - rows.lowerBound
            )
            let final = Timestamp(microseconds: window.openTimes[end - 1])
            tally.keep(
                end - start,
                in: split,
                from: Timestamp(microseconds: window.openTimes[start]),
                until: plan.windowEnd(of: final, interval: series.interval)
            )
            if table.count == options.tableRows { try writeTable() }
            start = end
        }
    }

    private mutating func openFile(_ split: Split, _ month: Month) throws(DatasetError) {
        if let file, file.split == split, file.month == month { return }
        try closeFile()
        file = try MonthFile(
            series: series,
            split: split,
            month: month,
            options: options,
            folder: folder,
            resources: resources
        )
    }

    private mutating func writeTable() throws(DatasetError) {
        guard table.count > 0 else { return }
        table.countNulls(into: &tally.nulls)
        try file?.write(&table)
        table.removeAll()
    }

    private mutating func closeFile() throws(DatasetError) {
        try writeTable()
        try finishClosing()
        swap(&closing, &file)
        if !options.format.isEncodedByThreads { try finishClosing() }
    }

    private mutating func finishClosing() throws(DatasetError) {
        guard let file = closing.take() else { return }
        files.append(try file.finish(series: series))
    }
}
