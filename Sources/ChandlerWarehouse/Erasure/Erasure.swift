import ChandlerCore
public import ChandlerPostgres

/// Removes everything that names a token or an instrument: from the tables, and from archived months.
///
/// **Order:** each archived file that names it is written anew beside the old one and read back;
/// then one transaction removes it from all tables, enters the new files into `archives` and writes
/// down that something was forgotten; then the manifests name the new files, and the old ones are
/// removed. Nothing is lost before the transaction is committed; whatever stops a run later, the
/// next one completes it.
///
/// **Not in reach:** entries of `audit_log`, backups, files that were exported, and the server's
/// log. The report says so.
public struct Erasure {
    private let connection: PostgresConnection
    private let options: ErasureOptions
    private let observe: (ErasureStep) throws -> Void

    /// Prepares an erasure; nothing is done yet.
    ///
    /// - Parameters:
    ///   - connection: A session of the tables' owner or a superuser, used for nothing else.
    ///   - options: What to forget.
    ///   - observe: Hears of every step; what it throws stops the run there.
    public init(
        connection: PostgresConnection,
        options: ErasureOptions,
        observe: @escaping (ErasureStep) throws -> Void = { _ in }
    ) {
        self.connection = connection
        self.options = options
        self.observe = observe
    }

    private var subject: ErasureSubject { options.subject }

    private func database(_ search: WordSearch) -> DatabaseErasure {
        DatabaseErasure(
            connection: connection,
            subject: subject,
            search: search,
            observe: observe
        )
    }

    private func archive(_ search: WordSearch) -> ArchiveErasure {
        ArchiveErasure(
            connection: connection,
            options: options,
            search: search,
            observe: observe
        )
    }

    private func newReport(isPreview: Bool) -> ErasureReport {
        ErasureReport(isPreview: isPreview, backupsUntil: options.backupsUntil)
    }

    /// Says what would go; nothing is changed.
    ///
    /// - Throws: ``WarehouseError``: `permissionDenied` for everybody but the owner and superusers,
    ///   `badData` for an archive that cannot be read.
    public func preview() throws -> ErasureReport {
        try doing("look for what is to be forgotten") {
            let (search, notes) = try begin()
            var report = newReport(isPreview: true)
            report.notes = notes
            try database(search).count(into: &report)
            let found = try archive(search).find(into: &report)
            report.files = found.flatMap(\.files)
            return report
        }
    }

    /// Forgets.
    ///
    /// - Parameter key: What the log's hashes are made under.
    /// - Returns: What was done and what is not in reach.
    /// - Throws: ``WarehouseError``: `permissionDenied` for everybody but the owner and superusers,
    ///   `busy` while months are archived or a table is in use, `badData` for a damaged archive,
    ///   `cannotWrite`; the message says whether the database has forgotten already. What `observe`
    ///   threw.
    public func run(key: PseudonymKey) throws -> ErasureReport {
        let (search, notes) = try doing("prepare to forget; nothing was changed") { try begin() }
        return try ArchiveLock(connection: connection).whileHeld {
            var report = newReport(isPreview: false)
            report.notes = notes
            report.hashes = subject.hashes(key)
            let archive = archive(search)
            var months = try archive.find(into: &report)
            do {
                for index in months.indices { try archive.rewrite(&months[index]) }
                report.files = months.flatMap(\.files)
                try forgetInDatabase(search, months, &report)
            } catch {
                for month in months { archive.takeBack(month) }
                throw error
            }
            try observe(.committed)
            for month in months { try archive.settle(month) }
            try vacuum(&report)
            return report
        }
    }

    private func begin() throws -> (WordSearch, notes: [String]) {
        let ground = ErasureGround(connection: connection, subject: subject)
        let notes = try ground.keepOutOfServerLog()
        try ground.checkOwner()
        return (try ground.search(), notes)
    }

    private func forgetInDatabase(
        _ search: WordSearch,
        _ months: [ArchiveErasure.MonthFiles],
        _ report: inout ErasureReport
    ) throws {
        do {
            try connection.transaction {
                try database(search).run(into: &report)
                var days = ErasureReport.Table(name: "cubi.daily_stats_kept")
                for month in months { days.redacted += try archive(search).enter(month) }
                if days.redacted > 0 { report.tables.append(days) }
                try database(search).complete(&report)
                try ErasureLog(
                    connection: connection,
                    subject: subject,
                    hashes: report.hashes
                ).write(report)
                try observe(.committing)
            }
        } catch let error as PostgresError {
            throw WarehouseError(doing: "forget \(subject.words); nothing was changed", error)
        }
    }

    /// Takes the rows out of the tables' pages, and their values out of the server's statistics.
    private func vacuum(_ report: inout ErasureReport) throws {
        let tables = report.tables.map(\.name) + report.refreshed
        for table in tables {
            do throws(PostgresError) {
                try connection.execute("VACUUM (ANALYZE) \(table)")
            } catch {
                report.notes.append(
                    "\(table) was not vacuumed, so that removed rows stay in its pages for a while: "
                        + "\(error)"
                )
            }
        }
    }
}
