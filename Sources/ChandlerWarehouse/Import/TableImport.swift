public import ChandlerPostgres
import Glibc

/// Loads an older system's rows from a file into a table, all in one transaction.
///
/// Rows go by COPY into a temporary staging table of the table's own types. Each value is judged
/// while it is read, exactly: nothing is rounded, cut or guessed. Rules that need other rows (CHECK,
/// references, duplicates, what is stored) are judged on the server, a whole rule at a time. Rows
/// that break one go to `ingest_rejects`; the others are new, or update a stored row that differs,
/// or change nothing. The same file again writes no row.
///
/// **Rights:** INSERT, SELECT and UPDATE on the table, INSERT and SELECT on `ingest_rejects`, SELECT
/// on tables that are referred to, and TEMPORARY on the database.
/// **Memory:** flat, whatever the file's size.
public struct TableImport {
    private let connection: PostgresConnection
    private let options: ImportOptions

    /// Prepares an import.
    ///
    /// - Parameters:
    ///   - connection: The database; no transaction is open on it.
    ///   - options: What is loaded.
    public init(_ connection: PostgresConnection, _ options: ImportOptions) {
        self.connection = connection
        self.options = options
    }

    /// What is thrown to take a transaction back that did what it should.
    private struct TakeBack: Error {}

    /// Runs the import.
    ///
    /// - Parameter progress: Called now and then with the bytes read so far; what it throws ends the
    ///   import and is thrown on.
    /// - Returns: What was done, or would have been.
    /// - Throws: ``WarehouseError``; nothing was kept. The error of `progress`.
    public func run(progress: @escaping (Int) throws -> Void = { _ in }) throws -> ImportReport {
        var report: ImportReport?
        do {
            try prepareSession()
            try connection.transaction {
                let done = try load(progress)
                report = done
                if done.isDryRun || done.isRefused { throw TakeBack() }
            }
        } catch is TakeBack {
        } catch let error as PostgresError {
            throw fault(error)
        }
        guard let report else { preconditionFailure("Invariant: an import that ends has a report") }
        return report
    }

    private func fault(_ error: PostgresError) -> WarehouseError {
        let action = "import \(options.path.inQuotes) into \(options.table)"
        guard error.code == .uniqueViolation else {
            return WarehouseError(doing: "\(action) (nothing was kept)", error)
        }
        return WarehouseError(
            .busy,
            "\(action): another session stored one of its rows meanwhile; nothing was kept; run it "
                + "again: \(error)",
            cause: error
        )
    }

    /// Settings that cannot be made for a transaction alone; refused once the session is in use.
    private func prepareSession() throws {
        _ = try? connection.execute("SET temp_buffers = '32MB'")
        // A session whose program was killed gives its locks back within a second.
        try connection.execute("SET client_connection_check_interval = 1000")
    }

    private func load(_ progress: @escaping (Int) throws -> Void) throws -> ImportReport {
        try connection.execute("SET LOCAL work_mem = '64MB'; SET LOCAL jit = off")
        try lock()
        let shape = try TableShape(options.table, over: connection)
        let format = try options.format ?? ImportFormat.of(options.path)
        var report = ImportReport(
            table: options.table.name,
            path: options.path,
            format: format
        )
        let clock = ContinuousClock()
        let begun = clock.now
        let stager = try stage(shape, format, progress, &report)
        let staged = clock.now
        report.stagingSeconds = begun.duration(to: staged) / .seconds(1)
        let plan = MergePlan(shape, given: stager.columns.given, partial: stager.partial)
        try merge(plan, &report, { try progress(0) })
        report.mergingSeconds = staged.duration(to: clock.now) / .seconds(1)
        report.isDryRun = options.isDryRun
        report.isRefused = options.allOrNothing && report.rejected > 0
        return report
    }

    /// Two imports into one table would not see each other's rows.
    private func lock() throws {
        // The server notices within a second that the program of a busy session was killed.
        for attempt in 0..<25 {
            if attempt > 0 { usleep(100_000) }
            let isMine = try connection.query(
                "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0))",
                [.text("chandler import \(options.table)")]
            ).firstRow().bool(0)
            if isMine { return }
        }
        throw WarehouseError(
            .busy,
            "import \(options.path.inQuotes) into \(options.table): another import into the table is "
                + "under way; nothing was done; try again when it has ended"
        )
    }

    private func stage(
        _ shape: TableShape,
        _ format: ImportFormat,
        _ progress: @escaping (Int) throws -> Void,
        _ report: inout ImportReport
    ) throws -> RowStager {
        var stager = try RowStager(
            try StagedColumns(shape, options),
            options,
            over: connection,
            progress: progress
        )
        switch format {
        case .csv:
            let reader = try CSVReader(
                try ImportFile(options.path),
                delimiter: options.delimiter,
                null: options.nullText
            )
            report.foundDelimiter = reader.foundDelimiter.map { String(Unicode.Scalar($0)) }
            try check(reader.names, of: shape, stager.columns)
            try stager.makeTable()
            try stager.stage(reader)
        case .parquet:
            let reader = try ParquetRows(options.path)
            try stager.pass(reader.unread)
            try check(reader.names, of: shape, stager.columns)
            try stager.makeTable()
            try stager.stage(reader)
        case .jsonl:
            // Only its rows say what columns it has.
            let reader = try JSONLinesReader(try ImportFile(options.path))
            try stager.makeTable()
            try stager.stage(reader)
            if stager.rowCount == 0 {
                throw WarehouseError(.badData, "read \(options.path.inQuotes): it has no rows")
            }
            try check([], of: shape, stager.columns)
            try stager.columns.checkRenames(stager.names)
        }
        report.read = stager.rowCount
        report.columns = stager.columns.given.map(\.name)
        report.ignoredColumns = stager.columns.ignored
        return stager
    }

    /// Makes sure that the file has what the table wants, before anything is read where it can be.
    private func check(
        _ names: [String],
        of shape: TableShape,
        _ known: StagedColumns
    ) throws {
        var columns = known
        if !names.isEmpty {
            try columns.checkRenames(names)
            try columns.take(names, line: 1)
        }
        try columns.checkComplete(MergePlan.key(of: shape, columns.given).columns)
    }

    private func merge(
        _ plan: MergePlan,
        _ report: inout ImportReport,
        _ pause: () throws -> Void
    ) throws {
        try connection.execute("ANALYZE import_rows")
        let checks = RowChecks(connection: connection, plan: plan)
        try checks.checkValues()
        try checks.resolveReferences()
        report.repeated = try checks.findDuplicates()
        try pause()
        try RowMatching(connection: connection, plan: plan).run()
        try MissingValues(connection: connection, plan: plan).fill()
        try checks.checkFilledValues()
        try ArchivedRows(connection: connection, plan: plan).mark()
        try pause()
        let writing = RowWriting(
            connection: connection,
            plan: plan,
            path: options.path,
            runID: options.runID
        )
        try writing.run(&report)
        try writing.writeRejects(&report)
        try pause()
    }
}
