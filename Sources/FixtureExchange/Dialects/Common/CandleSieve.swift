/// Which rows an aggregator leaves out because nothing was traded.
struct CandleSieve: Sendable, Hashable {
    /// Whether rows without volume are left out.
    var dropsQuiet = false
    /// How many of a hundred rows are left out besides, always the same ones.
    var silentPercent = 0

    /// The sieve of a request: what the venue does, and what faults add.
    init(dropsQuiet: Bool = false, silentPercent: Int = 0, faults: [RowFault] = []) {
        self.dropsQuiet = dropsQuiet
        self.silentPercent = faults.reduce(silentPercent) { percent, fault in
            if case .hide(.share(let more)) = fault { max(percent, more) } else { percent }
        }
    }

    var isOpen: Bool { !dropsQuiet && silentPercent == 0 }

    func passes(_ index: Int, of file: CandleFile) -> Bool {
        if silentPercent > 0 {
            var random = SplitMix64(seed: UInt64(bitPattern: file.openTime(of: index)))
            if random.below(100) < silentPercent { return false }
        }
        return !dropsQuiet || !isQuiet(index, of: file)
    }

    /// Whether a row's volume is written as zero.
    private func isQuiet(_ index: Int, of file: CandleFile) -> Bool {
        guard let column = file.columns[.volume] else { return false }
        return file.bytes.withUnsafeBytes { raw in
            let text = CandleRow(raw, span: file.span(of: index)).text(column)
            return !text.isEmpty && CandleTexts.isZero(text)
        }
    }
}
