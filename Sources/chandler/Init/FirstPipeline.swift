import ChandlerPipelineFiles

/// The answers that a first pipeline is made of, and the file that they give.
struct FirstPipeline {
    /// An answer, by its place in the file.
    enum Part: String, CaseIterable {
        case venue, symbols, from, interval, dataset, schedule, name

        /// The keys that the answer becomes.
        fileprivate var keyPaths: [String] {
            switch self {
            case .venue: ["series[0].venue"]
            case .symbols: ["series[0].symbols", "series[0].rule"]
            case .from: ["series[0].from"]
            case .interval: ["series[0].intervals"]
            case .dataset: ["dataset"]
            case .schedule: ["schedule"]
            case .name: ["name"]
            }
        }
    }

    /// What the ledger, locks and units call it.
    var name = "my-pipeline"
    var venue = "binance"
    /// Tickers with commas or blanks between them, or a rule such as `top:10:USDT`.
    var symbols = "BTCUSDT, ETHUSDT"
    var from = "90d"
    var interval = "1m"
    /// Where datasets go; `nil` for none.
    var dataset: String?
    /// Five fields of a crontab; `nil` for none.
    var schedule: String? = "*/10 * * * *"
    /// Where editors find the keys of the file.
    var schema = "schema.json"

    /// The symbols that a venue is likely to have.
    static func usualSymbols(at venue: String) -> String {
        let ofDollars = ["kraken", "coinbase", "coinbase-exchange", "bitstamp", "bybit-inverse"]
        return ofDollars.contains(venue.lowercased()) ? "BTCUSD, ETHUSD" : "BTCUSDT, ETHUSDT"
    }

    /// A name for the pipeline of a file: its stem in lower-case letters, digits and hyphens.
    static func name(ofFile path: String) -> String {
        let file = path.split(separator: "/").last ?? ""
        let stem = file.hasPrefix(".") ? file : file.prefix { $0 != "." }
        let words = stem.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
        let name = words.joined(separator: "-").drop { !$0.isLetter }.prefix(40)
        return name.isEmpty ? "my-pipeline" : String(name)
    }

    /// What is wrong with an answer, in the words of `chandler pipeline lint`; `nil` for nothing.
    func fault(in part: Part) -> String? {
        if part == .symbols, tickers.isEmpty { return "at least one ticker was expected" }
        return findings.first { finding in
            part.keyPaths.contains { finding.keyPath.hasPrefix($0) }
        }.map(Self.words)
    }

    /// What is wrong with the file as a whole; empty for nothing.
    var faults: [String] { findings.map { "\($0.keyPath): \(Self.words($0))" } }

    private var findings: [Finding] {
        PipelineReader.read(text, path: name).findings
    }

    private static func words(_ finding: Finding) -> String {
        finding.message + (finding.hint.map { "; \($0)" } ?? "")
    }

    /// The rule, if the answer is one.
    var rule: String? {
        let only = tickers.count == 1 ? tickers.first : nil
        return only?.contains(":") == true ? only : nil
    }

    /// The tickers, each once.
    var tickers: [String] {
        var seen: Set<String> = []
        return symbols.split { $0 == "," || $0.isWhitespace }.map(String.init)
            .filter { seen.insert($0.uppercased()).inserted }
    }
}
