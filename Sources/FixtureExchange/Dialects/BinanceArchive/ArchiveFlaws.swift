/// How the files of Binance's archive differ from what its REST interface has.
///
/// Row faults of requests concern REST only: files are made once, and their checksums with them.
public struct ArchiveFlaws: Sendable {
    /// Whether files begin with a header.
    public var hasHeader = false
    /// Whether folders can be listed.
    public var lists = true
    /// Stems of files that are not there, such as `BTCUSDT-1m-2024-03`.
    public var absent: Set<String> = []
    /// Stems of files whose `.CHECKSUM` is that of another file.
    public var wrongChecksums: Set<String> = []
    /// What happens to the rows of files: `hide`, `late`, `revise`, `duplicate` or `unordered`.
    public var rows: [Fault] = []

    /// Creates files without flaws.
    public init() {}

    /// Adds a flaw written as `header`, `no-listing`, `absent:STEM`, `checksum:STEM` or
    /// `rows:FAULT`, where FAULT is a ``Fault`` of rows without a rule.
    ///
    /// - Throws: ``FixtureExchangeError`` with code `badFault` where the text is none of these.
    public mutating func add(_ text: String) throws(FixtureExchangeError) {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        switch (parts.first, parts.count) {
        case ("header", 1): hasHeader = true
        case ("no-listing", 1): lists = false
        case ("absent", 2): absent.insert(parts[1])
        case ("checksum", 2): wrongChecksums.insert(parts[1])
        case ("rows", 2):
            let fault = try Fault(parsing: parts[1])
            guard case .rows = fault.effect else { throw ArchiveFlaws.unknown(text) }
            rows.append(fault)
        default: throw ArchiveFlaws.unknown(text)
        }
    }

    /// What happens to the rows of every file.
    var rowFaults: [RowFault] {
        rows.compactMap { if case .rows(let fault) = $0.effect { fault } else { nil } }
    }

    private static func unknown(_ text: String) -> FixtureExchangeError {
        FixtureExchangeError(
            .badFault,
            "read flaw \(quoted(text)) of the archive: flaws are header, no-listing, absent:STEM, "
                + "checksum:STEM and rows:FAULT with a fault of rows"
        )
    }
}
