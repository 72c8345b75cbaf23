/// How many decimals the prices and volumes of a series use.
struct DecimalSteps: Sendable, Hashable {
    private(set) var priceDecimals = 8
    private(set) var volumeDecimals = 8

    init() {}

    init(of file: CandleFile) {
        priceDecimals = 0
        volumeDecimals = 0
        let page = CandlePage(file: file, rows: (0..<file.count).map { .init(index: Int32($0)) })
        for position in page.rows.indices {
            let texts = page.texts(at: position)
            for field in [CandleField.open, .high, .low, .close] {
                priceDecimals = max(priceDecimals, DecimalSteps.decimals(texts[field] ?? []))
            }
            volumeDecimals = max(volumeDecimals, DecimalSteps.decimals(texts[.volume] ?? []))
        }
    }

    /// The step as a venue with eight places writes it: `0.01000000`.
    static func step(_ decimals: Int) -> String {
        let places = min(decimals, 8)
        if places == 0 { return "1.00000000" }
        let before = String(repeating: "0", count: places - 1)
        return "0.\(before)1\(String(repeating: "0", count: 8 - places))"
    }

    /// The digits after the point that are not trailing zeros.
    private static func decimals(_ text: [UInt8]) -> Int {
        guard let point = text.firstIndex(of: UInt8(ascii: ".")) else { return 0 }
        let last = text.lastIndex { $0 != UInt8(ascii: "0") } ?? point
        return max(0, last - point)
    }
}
