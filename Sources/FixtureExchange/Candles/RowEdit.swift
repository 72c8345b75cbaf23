/// Texts that are served in place of those in the file.
struct RowEdit: Sendable, Hashable {
    private(set) var texts: [CandleField: [UInt8]] = [:]

    subscript(_ field: CandleField) -> [UInt8]? {
        get { texts[field] }
        set { texts[field] = newValue }
    }

    /// How many bytes the replaced texts take.
    var size: Int { texts.values.reduce(0) { $0 + $1.count } }

    /// What a row looks like while its candle is forming: flat at its open, half the volume.
    ///
    /// It differs from the final candle wherever the candle is not flat and silent, so that a
    /// client that stores it is caught.
    static func forming(_ final: [CandleField: [UInt8]]) -> RowEdit {
        var edit = RowEdit()
        for field in [CandleField.high, .low, .close] { edit[field] = final[.open] }
        for field in CandleField.amounts { edit[field] = final[field].map(DecimalText.half) }
        return edit
    }

    /// A second version of a row, as a venue that revised it would repeat it.
    ///
    /// Prices stay in order, and the volume always differs.
    static func altered(_ final: [CandleField: [UInt8]]) -> RowEdit {
        var edit = RowEdit()
        edit[.close] = final[.open]
        edit[.volume] = final[.volume].map(DecimalText.raised)
        return edit
    }

    /// This edit, and `later` over it.
    func merged(with later: RowEdit) -> RowEdit {
        var result = self
        for (field, text) in later.texts { result[field] = text }
        return result
    }
}
