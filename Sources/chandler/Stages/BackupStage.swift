import ChandlerCore
import ChandlerWarehouse

/// Makes a backup, and removes those whose time is over.
struct BackupStage {
    let site: BackupSite

    /// Makes a stage; `nil` where no backup is set up, or the database is another server's.
    init?(_ database: DatabaseArguments) throws {
        site = try database.backupSite()
        guard try database.external() == nil, site.folder.isSetUp else { return nil }
    }

    /// Does the work.
    ///
    /// - Throws: `WarehouseError`; the backups that there are stay.
    func run(_ result: inout StageResult) throws {
        let report = try PhysicalBackup(site).run(nil, fullEvery: 1)
        result.totals = RunTotals(bytes: report.set.repositorySize)
        result.words =
            "\(report.set.label) · \(report.set.kind.rawValue) · "
            + "\(Words.bytes(report.set.repositorySize)) stored"
        result.notes = report.expired.map { "removed \($0)" }
    }
}
