extension RunMetrics {
    /// Tells a registry what the metrics of a run mean.
    public static func describe(in registry: MetricsRegistry) {
        for (name, words) in help { registry.describe(name, words) }
    }

    private static let help: KeyValuePairs = [
        "chandler_run_info": "Command and program version of the last run; always 1.",
        "chandler_run_id": "Number of the last run in the ledger.",
        "chandler_run_success": "Whether the last run did all of its work (1) or not (0).",
        "chandler_run_status": "How the last run ended: 1 for its status, 0 for the others.",
        "chandler_run_exit_code": "Exit code of the last run.",
        "chandler_run_duration_seconds": "How long the last run took.",
        "chandler_run_start_timestamp_seconds": "When the last run began, since 1970.",
        "chandler_run_finish_timestamp_seconds": "When the last run ended, since 1970.",
        lastSuccess: "When a run last succeeded, since 1970; a run that failed leaves it.",
        "chandler_run_rows": "Rows that the last run inserted or updated.",
        "chandler_run_transferred_bytes": "Bytes that the last run received or wrote into files.",
        "chandler_run_requests": "Requests that the last run sent, repetitions included.",
        "chandler_run_retries": "Requests that the last run repeated.",
        "chandler_run_stages": "Stages of the last run by name and by how they ended.",
        "chandler_run_stage_duration_seconds":
            "What the stages of a name took in the last run, added up; stages may overlap.",
        "chandler_run_stage_rows": "Rows that the stages of a name moved in the last run.",
        "chandler_run_stage_transferred_bytes":
            "Bytes that the stages of a name received or wrote into files in the last run.",
        "chandler_run_stage_requests": "Requests that the stages of a name sent in the last run.",
        "chandler_run_stage_retries": "Requests that the stages of a name repeated.",
        "chandler_run_series": "Series that the last run worked on.",
        "chandler_run_series_unlisted": "Series of the last run without metrics of their own.",
        "chandler_run_largest_lag_seconds":
            "From the end of what is stored to the end of the last run, of the series that is "
            + "furthest behind.",
        "chandler_run_gaps_open": "Gaps of all series that were not fetched yet.",
        "chandler_run_missing_candles": "Candles missing in all gaps of all series.",
        "chandler_run_rejected_rows": "Rows of the last run that broke a rule.",
        "chandler_run_series_watermark_timestamp_seconds":
            "Open time of the last stored candle, since 1970.",
        "chandler_run_series_lag_seconds":
            "From the end of the last stored candle to the end of the last run.",
        "chandler_run_series_gaps_open": "Gaps of the series that were not fetched yet.",
        "chandler_run_series_missing_candles": "Candles missing in all gaps of the series.",
        "chandler_run_series_rows": "Rows of the series that the last run inserted or updated.",
        "chandler_run_series_rejected_rows": "Rows of the series that broke a rule.",
    ]
}
