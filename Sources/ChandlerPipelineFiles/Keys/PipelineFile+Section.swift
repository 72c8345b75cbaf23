import ChandlerCore
import ChandlerIndicators

extension PipelineFile {
    /// The specification of pipeline files: reading, lint, documentation and schema come from it.
    static let section = Section<PipelineFile>(
        make: { PipelineFile() },
        fields: [
            Field(
                "name",
                \.name,
                .pipelineName,
                isRequired: true,
                example: "crypto-core-1m",
                "Its name, as the ledger, locks, units and manifests call it."
            ),
            Field(
                "description",
                \.description,
                .words,
                otherwise: "none",
                example: "One-minute candles of ten majors.",
                "What it is for, in a sentence."
            ),
            Field(
                "series",
                \.series,
                .list(of: SeriesEntry.section.kind),
                otherwise: "none",
                example: "\n  - {venue: binance, symbols: [BTCUSDT], intervals: [1m], from: 90d}",
                "Candles of venues; each entry names symbols of one venue in every interval."
            ),
            Field(
                "pools",
                \.pools,
                .list(of: PoolEntry.section.kind),
                otherwise: "none",
                example:
                    "\n  - {venue: geckoterminal, pools: [8sLbNZoA1cfnvMJLPfp98ZLAnFSYCFApfJKMbiXNLwxj], "
                    + "intervals: [1h], from: 30d}",
                "Candles of pools of decentralised exchanges, from an aggregator."
            ),
            Field(
                "tokens",
                \.tokens,
                .list(of: TokenEntry.section.kind),
                otherwise: "none",
                example: "\n  - {recent: true}",
                "Snapshots of tokens: what aggregators say about them when the run takes place."
            ),
            Field(
                "indicators",
                \.indicators,
                .indicators,
                otherwise: "what is stored with a series, and core for a new one",
                example: "[core, sma_37]",
                "The indicators of entries that name none."
            ),
            Field(
                "load",
                \.load,
                LoadEntry.section.kind,
                otherwise: "the defaults of its keys",
                example: "{concurrency: 8}",
                "How rows are fetched and loaded."
            ),
            Field(
                "dataset",
                \.dataset,
                DatasetEntry.section.kind,
                otherwise: "none is written",
                example: "{folder: datasets/btc, horizons: [1, 15]}",
                "The training dataset to write of every series, a folder each."
            ),
            Field(
                "retention",
                \.retention,
                RetentionEntry.section.kind,
                otherwise: "nothing is archived or removed",
                example: "{keep: {market_data: 400d}}",
                "What is archived and removed, as by \"chandler retain\"."
            ),
            Field(
                "maintenance",
                \.maintenance,
                MaintenanceEntry.section.kind,
                otherwise: "none",
                example: "{deadline: 30m}",
                "The upkeep of the database, as by \"chandler maintain\"."
            ),
            Field(
                "schedule",
                \.schedule,
                ScheduleEntry.section.kind,
                otherwise: "it is started by hand",
                example: "{cron: \"*/5 * * * *\", deadline: 4m}",
                "When it runs; \"chandler schedule\" makes timers of it."
            ),
            Field(
                "notifications",
                \.notifications,
                .list(of: NotificationEntry.section.kind),
                otherwise: "nobody is told",
                example: "\n  - {on: failure, webhook: ALERT_WEBHOOK}",
                "Who is told how a run ended."
            ),
            Field(
                "metrics",
                \.metrics,
                MetricsEntry.section.kind,
                otherwise: "none are kept",
                example: "{file: /var/lib/node_exporter/chandler.prom}",
                "Where the metrics of a run go."
            ),
            Field(
                "tests",
                \.tests,
                .list(of: TestEntry.section.kind),
                otherwise: "none",
                example: "\n  - {name: a day, at: 2024-03-02, expect: {candles: 1440}}",
                "Its test cases: runs against a stand-in venue whose clock stands still."
            ),
        ],
        groups: [
            KeyGroup(
                keys: ["series", "pools", "tokens", "retention", "maintenance"],
                isExclusive: false
            )
        ],
        check: { PipelineChecks(file: $0).run(&$2) }
    )
}
