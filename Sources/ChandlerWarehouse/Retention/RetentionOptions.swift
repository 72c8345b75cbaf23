public import ChandlerCore

/// What a run of the retention is told.
public struct RetentionOptions: Sendable {
    /// What counts as now.
    public var now: Timestamp
    /// Where archives go.
    public var archive: ArchiveFolder
    /// Spans that differ from the rules, by table.
    public var keep: [String: RetentionSpan] = [:]
    /// The tables to work on; all when empty.
    public var only: [String] = []
    /// For how many days a month that was brought back is left alone; 0 leaves none.
    public var restoredDays = 30
    /// Whether only to say what would be done.
    public var isDryRun = false
    /// The program's version.
    public var version: String
    /// The run in the ledger.
    public var runID: Int64?

    /// Creates options with the usual rules.
    public init(now: Timestamp, archive: ArchiveFolder, version: String) {
        self.now = now
        self.archive = archive
        self.version = version
    }

    /// The rules that are to be followed, with their spans.
    func rules() throws(WarehouseError) -> [RetentionRule] {
        let names = RetentionRule.all.map(\.table)
        for name in keep.keys.sorted() + only where !names.contains(name) {
            throw WarehouseError(
                .usage,
                "there is no rule for the table \"\(name.prefix(80))\"; there are rules for "
                    + names.joined(separator: ", ")
            )
        }
        for rule in RetentionRule.all {
            guard let span = keep[rule.table], let longest = rule.longest.cutoff(at: now) else {
                continue
            }
            guard let cutoff = span.cutoff(at: now), cutoff >= longest else {
                throw WarehouseError(
                    .usage,
                    "\(rule.table) is kept for \(rule.longest) at most, \(span) was asked for: it "
                        + "is the privacy rule"
                )
            }
        }
        return RetentionRule.all.filter { only.isEmpty || only.contains($0.table) }
    }

    /// How long a rule's rows are kept.
    func span(of rule: RetentionRule) -> RetentionSpan { keep[rule.table] ?? rule.span }
}
