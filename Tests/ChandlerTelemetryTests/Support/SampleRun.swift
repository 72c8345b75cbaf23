import ChandlerCore

/// A run of a pipeline for tests.
func sampleRun(
    _ status: RunStatus = .succeeded,
    exit: Int32 = 0,
    pipeline: String? = "crypto-core",
    shard: String? = nil,
    error: String? = nil,
    runID: Int64? = 42,
    series: [FinishedSeries] = [],
    stages: [FinishedStage] = []
) -> FinishedRun {
    FinishedRun(
        runID: runID,
        command: "run",
        pipeline: pipeline,
        shard: shard,
        version: "1.2.3",
        status: status,
        exitCode: exit,
        error: error,
        startedAt: Timestamp(seconds: 1_700_000_000),
        seconds: 12.5,
        totals: RunTotals(rows: 1_440, bytes: 1 << 33, requests: 7, retries: 1),
        stages: stages,
        series: series
    )
}

/// A series whose last candle opened at a second.
func sampleSeries(
    _ symbol: String = "BTCUSDT",
    watermark: Int64? = 1_699_999_920,
    rows: Int = 10
) -> FinishedSeries {
    FinishedSeries(
        venue: "binance",
        symbol: symbol,
        interval: .minute,
        watermark: watermark.map { Timestamp(seconds: $0) },
        rows: rows,
        gapsOpen: 2,
        missing: 5,
        rejected: 1
    )
}
