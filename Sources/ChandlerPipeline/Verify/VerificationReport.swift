public import ChandlerCore

/// What a verification found.
public struct VerificationReport: Sendable {
    /// The series.
    public let series: SeriesID
    /// The span that was read: the whole series.
    public let range: TimeRange
    /// Rows that were compared.
    public var rows = 0
    /// Rows whose indicators could not be computed anew, because earlier months are archived.
    public var unverified = 0
    /// Months of the series with candles that are in an archive; they were compared when they left.
    public var archived: [Month] = []
    /// Everything that differed.
    public var differences = 0
    /// The first differences, for a person to look at.
    public var findings: [VerificationFinding] = []
    /// What a person should know besides.
    public var notes: [String] = []

    static let shownFindings = 10

    init(series: SeriesID, range: TimeRange) {
        self.series = series
        self.range = range
    }

    mutating func add(_ finding: VerificationFinding) {
        differences += 1
        if findings.count < VerificationReport.shownFindings { findings.append(finding) }
    }

    mutating func note(_ text: String) {
        notes.append(text)
    }
}

/// One place where what is stored is not what it should be.
public struct VerificationFinding: Sendable, Hashable {
    /// The candle's open time.
    public let openTime: Timestamp
    /// What differs: an indicator's name, `candle`, `state` or `rows`.
    public let subject: String
    /// What is stored and what was expected.
    public let words: String

    init(_ openTime: Timestamp, _ subject: String, _ words: String) {
        self.openTime = openTime
        self.subject = subject
        self.words = words
    }

    /// Names the first indicator that differs between two JSON objects.
    init(_ openTime: Timestamp, stored: String?, computed: String?) {
        self.openTime = openTime
        let storedPairs = VerificationFinding.pairs(stored)
        let computedPairs = VerificationFinding.pairs(computed)
        let names = Set(storedPairs.keys).union(computedPairs.keys).sorted()
        subject = names.first { storedPairs[$0] != computedPairs[$0] } ?? "indicators"
        words =
            "stored \(storedPairs[subject] ?? "nothing"), "
            + "computed \(computedPairs[subject] ?? "nothing")"
    }

    /// The text without the spaces that `jsonb` prints after colons and commas.
    static func withoutSpaces(_ text: String) -> String {
        String(decoding: text.utf8.filter { $0 != UInt8(ascii: " ") }, as: UTF8.self)
    }

    private static func pairs(_ json: String?) -> [String: String] {
        guard let json else { return [:] }
        var pairs: [String: String] = [:]
        for entry in withoutSpaces(json).dropFirst().dropLast().split(separator: ",") {
            let parts = entry.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            pairs[parts[0].filter { $0 != "\"" }] = String(parts[1])
        }
        return pairs
    }
}
