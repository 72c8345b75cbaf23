import ChandlerCore
import ChandlerPostgres

/// One load: the rows first, then, when its turn has come, everything that moves with them.
///
/// **Three ways in:** a month that does not exist is filled as a table of its own with FREEZE,
/// indexed after the load and attached last; a month without rows of the span is copied into
/// directly; a span that holds rows is staged and merged, so that unchanged rows are not written.
final class LoadTransaction {
    private let connection: PostgresConnection
    private let job: LoadJob
    private let runID: Int64
    private(set) var staging: StagingTable
    /// How indicators are sent where the table allows it.
    private let form: IndicatorWriter.Form
    private let months: MonthMaker
    private var isUnattached = false
    private var written = 0

    init(
        connection: PostgresConnection,
        job: LoadJob,
        runID: Int64,
        staging: StagingTable,
        as form: IndicatorWriter.Form
    ) {
        self.connection = connection
        self.job = job
        self.runID = runID
        self.staging = staging
        self.form = form
        months = MonthMaker(connection: connection, table: .marketData)
    }

    private var month: Month { job.range.start.month }

    private var partition: String { months.table.partition(month) }

    private var action: String {
        "load \(job.series) \(job.range) into \(partition)"
    }

    /// Begins the transaction and writes the rows; attaching the month is left for later.
    func writeRows() throws(StoreError) {
        try failing {
            try connection.execute("BEGIN")
            guard !job.candles.isEmpty else { return }
            switch job.way {
            case .insert: try insert()
            case .merge: try merge()
            case .refreshIndicators: try refreshIndicators()
            }
        }
    }

    /// Writes what moves with the rows and commits.
    func commit() throws(StoreError) -> LoadResult {
        try failing {
            // Attaching locks the parent until the commit, hence last and in order.
            if isUnattached { try months.attach(month) }
            try LedgerWriter(connection: connection, runID: runID).write(job)
            try connection.execute("COMMIT")
        }
        return LoadResult(refreshed: max(0, written))
    }

    /// Undoes everything, whatever state the transaction is in.
    func rollBack() {
        if connection.isInTransaction { _ = try? connection.execute("ROLLBACK") }
    }

    private func failing(_ body: () throws -> Void) throws(StoreError) {
        do throws(StoreError) {
            try doing(action, body)
        } catch {
            let kept = job.record.map {
                "; the batch was rolled back, the stored series is as "
                    + "before (the batch would have moved it to \($0.watermark.compact))"
            }
            throw StoreError(
                error.code,
                error.message + (kept ?? "; the batch was rolled back"),
                cause: error.cause
            )
        }
    }
}

extension LoadTransaction {
    private func insert() throws {
        if try months.exists(month) || !months.makeStandalone(month) {
            try insertIntoExisting()
        } else {
            try fill(partition, freeze: true)
            try months.index(month)
            isUnattached = true
        }
    }

    /// Adds rows to a month that others' rows are in already.
    ///
    /// Its column cannot take images meanwhile, so they are staged; text goes in directly.
    private func insertIntoExisting() throws {
        guard form == .image else {
            return try copy(into: partition, as: .text, freeze: false)
        }
        try staging.prepare(connection)
        try fill(StagingTable.name, freeze: false)
        try connection.execute(
            """
            INSERT INTO \(partition) (\(CandleRowEncoder.columns))
            SELECT \(CandleRowEncoder.columns) FROM \(StagingTable.name)
            """
        )
    }

    /// Copies the rows into a table that nobody else sees yet, as images where that can be.
    private func fill(_ table: String, freeze: Bool) throws {
        let takesImages = try form == .image && ImageType.open(table, on: connection)
        try copy(into: table, as: takesImages ? .image : .text, freeze: freeze)
        if takesImages { try ImageType.close(table, on: connection) }
    }

    private func copy(
        into table: String,
        as form: IndicatorWriter.Form,
        freeze: Bool
    ) throws {
        let encoder = CandleRowEncoder(job.series)
        try connection.copyIn(
            "COPY \(table) (\(CandleRowEncoder.columns)) FROM STDIN "
                + "(FORMAT binary\(freeze ? ", FREEZE" : ""))"
        ) { writer in
            try encoder.write(job.candles, job.indicators, as: form, to: &writer)
        }
    }

    private func stage() throws {
        try staging.prepare(connection)
        try fill(StagingTable.name, freeze: false)
        try connection.execute("ANALYZE \(StagingTable.name)")
    }

    private func merge() throws {
        if try !months.exists(month) { _ = try months.makeEmpty(month) }
        try stage()
        let touched = try connection.execute(
            """
            INSERT INTO \(partition) AS stored (\(CandleRowEncoder.columns))
            SELECT \(CandleRowEncoder.columns) FROM \(StagingTable.name)
            ON CONFLICT (symbol, "interval", venue, "timestamp") DO UPDATE SET
                (open, high, low, close, volume, quote_volume, trade_count, taker_buy_volume,
                 indicators) =
                (excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume,
                 excluded.quote_volume, excluded.trade_count, excluded.taker_buy_volume,
                 excluded.indicators)
            WHERE (stored.open, stored.high, stored.low, stored.close, stored.volume,
                   stored.quote_volume, stored.trade_count, stored.taker_buy_volume,
                   stored.indicators)
                IS DISTINCT FROM
                  (excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume,
                   excluded.quote_volume, excluded.trade_count, excluded.taker_buy_volume,
                   excluded.indicators)
            """
        )
        written = touched - job.revisions.count - job.newRows
    }

    private func refreshIndicators() throws {
        try stage()
        written = try connection.execute(
            """
            UPDATE \(partition) AS stored SET indicators = staged.indicators
            FROM \(StagingTable.name) AS staged
            WHERE stored.symbol = staged.symbol AND stored."interval" = staged."interval"
                AND stored.venue = staged.venue AND stored."timestamp" = staged."timestamp"
                AND stored.indicators IS DISTINCT FROM staged.indicators
            """
        )
    }
}

extension PostgresConnection {
    /// Whether a table of this name can be seen.
    func hasTable(_ name: String) throws(PostgresError) -> Bool {
        try query("SELECT to_regclass($1) IS NOT NULL", [.text(name)]).firstRow().bool(0)
    }
}
