import ChandlerCore
import Glibc
import Synchronization

/// All series a server has, each loaded when it is first asked for.
final class CandleStore: Sendable {
    private let series: [CandleFileName: StoredSeries]
    /// All tickers, sorted.
    let symbols: [String]

    /// Finds the candle files; a folder's other files are passed over.
    init(paths: [String]) throws(FixtureExchangeError) {
        var series: [CandleFileName: StoredSeries] = [:]
        for path in paths {
            for file in try CandleStore.files(at: path) {
                guard let name = CandleFileName(path: file) else {
                    throw FixtureExchangeError(
                        .badFileName,
                        "serve \(file): a candle file is named SYMBOL-INTERVAL.csv.gz, such as "
                            + "BTCUSDT-1m.csv.gz"
                    )
                }
                if let other = series[name] {
                    throw FixtureExchangeError(
                        .badFileName,
                        "serve \(file): \(other.path) holds the same series"
                    )
                }
                series[name] = StoredSeries(path: file, name: name)
            }
        }
        self.series = series
        symbols = Set(series.keys.map(\.symbol)).sorted()
    }

    func hasSymbol(_ symbol: String) -> Bool {
        symbols.contains(symbol)
    }

    /// Whether there is a file for a series.
    func holds(_ name: CandleFileName) -> Bool {
        series[name] != nil
    }

    /// The rows of a series, or `nil` where there is no file for it.
    func file(
        symbol: String,
        interval: Interval
    ) throws(FixtureExchangeError) -> CandleFile? {
        try series[CandleFileName(symbol: symbol, interval: interval)]?.file()
    }

    /// Loads all files now.
    func load() throws(FixtureExchangeError) {
        for stored in series.values { _ = try stored.file() }
    }

    /// The steps in which prices and volumes of a symbol move, seen in one of its files.
    func steps(of symbol: String) throws(FixtureExchangeError) -> DecimalSteps {
        let names = series.keys.filter { $0.symbol == symbol }
        let first = names.min { $0.interval.rawValue < $1.interval.rawValue }
        return try first.flatMap { series[$0] }?.steps() ?? DecimalSteps()
    }

    private static func files(at path: String) throws(FixtureExchangeError) -> [String] {
        guard let folder = opendir(path) else {
            if errno == ENOTDIR { return [path] }
            throw FixtureExchangeError(
                .unreadableFile,
                "look for candles in \(path): \(String(cString: strerror(errno))) "
                    + "(errno \(errno))"
            )
        }
        defer { closedir(folder) }
        var files: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
                field.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if CandleFileName(path: name) != nil { files.append("\(path)/\(name)") }
        }
        return files.sorted()
    }
}

/// One series of the store: where its file is and, once it was needed, its rows.
private final class StoredSeries: Sendable {
    let path: String
    private let name: CandleFileName
    private let loaded = Mutex<CandleFile?>(nil)
    private let seenSteps = Mutex<DecimalSteps?>(nil)

    init(path: String, name: CandleFileName) {
        self.path = path
        self.name = name
    }

    func file() throws(FixtureExchangeError) -> CandleFile {
        try loaded.withLock { loaded throws(FixtureExchangeError) in
            if let loaded { return loaded }
            let file = try CandleFile(path: path, name: name)
            loaded = file
            return file
        }
    }

    /// Looks at the beginning of the file only, so that listing symbols loads nothing.
    func steps() throws(FixtureExchangeError) -> DecimalSteps {
        try seenSteps.withLock { seen throws(FixtureExchangeError) in
            if let seen { return seen }
            let head = try GzipReader.content(of: path, limit: 1 << 16)
            let wholeLines = head.lastIndex(of: newline).map { Array(head[...$0]) } ?? head
            let steps = DecimalSteps(
                of: try CandleFile(content: wholeLines, path: path, name: name)
            )
            seen = steps
            return steps
        }
    }
}
