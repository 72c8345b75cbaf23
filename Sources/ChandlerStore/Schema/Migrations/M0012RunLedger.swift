extension Migration {
    /// What every run moved and which pipeline it was of, and its story in `system_logs`.
    ///
    /// Decisions that the statements show:
    /// - The server writes the rows of a run's beginning and end, so that they are in the transaction
    ///   of the run's own row whoever closes it, a run that finds another one lost included.
    /// - Runs of older versions get their figures from their reports.
    /// - Few runs are of pipelines and few rows of the log are of runs: their indexes hold only those.
    /// - `ingest_rejected` shows where rejected rows belong and which rule they broke, and not what
    ///   is in them, so that whoever reads reports can tell how complete a series is.
    static let runLedger = Migration(
        version: 12,
        name: "run_ledger",
        up: [runFigures, runLog, rejectedRows].joined(separator: "\n\n"),
        down: """
            DROP VIEW ingest_rejected;
            DROP TRIGGER ingest_runs_begin ON ingest_runs;
            \(earlierRunLog)
            DROP INDEX system_logs_run_idx;
            DROP INDEX ingest_runs_started_at_idx;
            DROP INDEX ingest_runs_pipeline_idx;
            ALTER TABLE ingest_runs
                DROP COLUMN pipeline, DROP COLUMN shard, DROP COLUMN rows, DROP COLUMN bytes,
                DROP COLUMN requests, DROP COLUMN retries;
            """
    )

    private static let runFigures = """
        ALTER TABLE ingest_runs
            ADD COLUMN pipeline text,
            ADD COLUMN shard    text,
            ADD COLUMN rows     bigint NOT NULL DEFAULT 0,
            ADD COLUMN bytes    bigint NOT NULL DEFAULT 0,
            ADD COLUMN requests bigint NOT NULL DEFAULT 0,
            ADD COLUMN retries  bigint NOT NULL DEFAULT 0;
        COMMENT ON COLUMN ingest_runs.pipeline IS 'NULL: a command that a person gave';
        COMMENT ON COLUMN ingest_runs.shard IS 'Which part of the series, such as 3/16; NULL: all';
        COMMENT ON COLUMN ingest_runs.rows IS 'Rows that were inserted or updated';
        COMMENT ON COLUMN ingest_runs.bytes IS
            'Bytes that were received, or, of a dataset or an archive, written';

        -- Reports are what older programs wrote: no number of theirs is too large to be kept.
        UPDATE ingest_runs AS run SET
            rows = least(9223372036854775807, coalesce((SELECT sum((n #>> '{}')::numeric)
                FROM unnest(ARRAY[
                    '$.series[*].inserted', '$.series[*].updated', '$.inserted', '$.updated'
                ]) AS path, jsonb_path_query(report,
                    ('lax ' || path || ' ? (@.type() == "number")')::jsonpath) AS n), 0)),
            bytes = least(9223372036854775807, coalesce((jsonb_path_query_first(report,
                'lax $.requests.bytes_received ? (@.type() == "number")') #>> '{}')::numeric, 0)),
            requests = least(9223372036854775807, coalesce((jsonb_path_query_first(report,
                'lax $.requests.sent ? (@.type() == "number")') #>> '{}')::numeric, 0)),
            retries = least(9223372036854775807, coalesce((jsonb_path_query_first(report,
                'lax $.requests.retried ? (@.type() == "number")') #>> '{}')::numeric, 0))
        WHERE report IS NOT NULL;

        CREATE INDEX ingest_runs_pipeline_idx ON ingest_runs (pipeline, shard, run_id DESC)
            WHERE pipeline IS NOT NULL;
        CREATE INDEX ingest_runs_started_at_idx ON ingest_runs (started_at);
        CREATE INDEX system_logs_run_idx ON system_logs ((details ->> 'run_id'))
            WHERE details ? 'run_id';
        """

    private static let runLog = """
        CREATE OR REPLACE FUNCTION ingest_runs_log() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            story jsonb := jsonb_build_object('run_id', NEW.run_id, 'command', NEW.command,
                'pipeline', NEW.pipeline, 'shard', NEW.shard, 'status', NEW.status,
                'version', NEW.version, 'started_at', NEW.started_at);
        BEGIN
            IF NEW.status <> 'running' THEN
                story := story || jsonb_build_object('exit_code', NEW.exit_code,
                    'error', NEW.error, 'finished_at', NEW.finished_at,
                    'seconds', round(extract(epoch FROM NEW.finished_at - NEW.started_at)::numeric,
                        3),
                    'rows', NEW.rows, 'bytes', NEW.bytes, 'requests', NEW.requests,
                    'retries', NEW.retries);
            END IF;
            story := jsonb_strip_nulls(story);
            IF NEW.status = 'running' THEN
                story := story || jsonb_build_object('arguments', NEW.arguments);
            END IF;
            EXECUTE format(
                'INSERT INTO %I.system_logs (component, level, message, details) '
                    'VALUES ($1, $2, $3, $4)',
                TG_TABLE_SCHEMA
            ) USING
                left(NEW.command, 50),
                CASE NEW.status WHEN 'failed' THEN 'ERROR' WHEN 'interrupted' THEN 'WARNING'
                    ELSE 'INFO' END,
                'run ' || NEW.run_id || ' (' || concat_ws(' ', NEW.command, NEW.pipeline, NEW.shard)
                    || ') ' || CASE NEW.status WHEN 'running' THEN 'began' ELSE NEW.status END
                    || coalesce(': ' || NEW.error, ''),
                story;
            RETURN NULL;
        END
        $$;
        CREATE TRIGGER ingest_runs_begin AFTER INSERT ON ingest_runs
            FOR EACH ROW WHEN (NEW.status = 'running') EXECUTE FUNCTION ingest_runs_log();
        """

    private static let rejectedRows = """
        CREATE VIEW ingest_rejected AS
            SELECT symbol, "interval", venue, open_time, rule, fetched_at, run_id
            FROM ingest_rejects;
        COMMENT ON VIEW ingest_rejected IS 'Rejected rows without what was in them';
        """

    /// The function as version 5 made it.
    private static let earlierRunLog = """
        CREATE OR REPLACE FUNCTION ingest_runs_log() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            EXECUTE format(
                'INSERT INTO %I.system_logs (component, level, message, details) '
                    'VALUES ($1, $2, $3, $4)',
                TG_TABLE_SCHEMA
            ) USING
                'chandler',
                CASE NEW.status WHEN 'succeeded' THEN 'INFO' WHEN 'interrupted' THEN 'WARNING'
                    ELSE 'ERROR' END,
                'run ' || NEW.run_id || ' (' || NEW.command || ') ' || NEW.status
                    || coalesce(': ' || NEW.error, ''),
                jsonb_build_object('run_id', NEW.run_id, 'command', NEW.command,
                    'status', NEW.status, 'exit_code', NEW.exit_code, 'version', NEW.version,
                    'started_at', NEW.started_at, 'finished_at', NEW.finished_at);
            RETURN NULL;
        END
        $$;
        """
}
