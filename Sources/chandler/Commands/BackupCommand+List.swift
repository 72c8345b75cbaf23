import ArgumentParser
import ChandlerCore
import ChandlerWarehouse

/// `chandler backup list`.
struct BackupListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show the backups and dumps, oldest first.",
        discussion: "Ends with code 78 where the repository is gone or its passphrase is wrong."
    )

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func run() async throws {
        let site = try database.backupSite()
        let isPhysical = try database.external() == nil && site.folder.isSetUp
        let state = isPhysical ? try PhysicalBackup(site).list() : nil
        let dumps = try LogicalCopy(site).list()
        let document = ListDocument(state, dumps)
        if output.json { return try Console.printJSON(document) }
        if document.backups.isEmpty { Console.note(try hint(isPhysical: isPhysical)) }
        let rows = document.backups.map { entry in
            [
                entry.label, entry.kind, entry.finished, Words.bytes(entry.storedBytes),
                entry.dependsOn.last ?? "", entry.ok ? "" : "DAMAGED",
            ]
        }
        if !rows.isEmpty {
            let table = Table(["label", "kind", "complete", "stored", "depends on", ""], rows)
            for line in table.lines { Console.print(line) }
        }
        if let last = document.lastSegment { Console.print("WAL up to segment \(last)") }
    }
}

extension BackupListCommand {
    /// What makes a backup in the present state.
    private func hint(isPhysical: Bool) throws -> String {
        if isPhysical { return "no backups; \"chandler backup\" makes one" }
        if try database.external() != nil {
            return "no dumps; \"chandler backup --logical\" makes one"
        }
        return "no backups; \"chandler backup setup\" makes their repository, and then \"chandler "
            + "backup\" makes one"
    }
}

/// The backups, for programs.
private struct ListDocument: Encodable {
    struct Entry: Encodable {
        let label: String
        let kind: String
        let finished: String
        let storedBytes: Int64
        let dependsOn: [String]
        let firstSegment: String?
        let lastSegment: String?
        let ok: Bool
    }

    let status = "succeeded"
    let backups: [Entry]
    let lastSegment: String?

    init(_ state: RepositoryState?, _ dumps: [LogicalCopy.Report]) {
        let sets = (state?.sets ?? []).map { set in
            Entry(
                label: set.label,
                kind: set.kind.rawValue,
                finished: Timestamp(seconds: set.finished).description,
                storedBytes: set.repositorySize,
                dependsOn: set.references,
                firstSegment: set.firstSegment,
                lastSegment: set.lastSegment,
                ok: set.isGood
            )
        }
        let copies = dumps.map { dump in
            Entry(
                label: dump.label,
                kind: "logical",
                finished: Timestamp(seconds: dump.taken).description,
                storedBytes: dump.bytes,
                dependsOn: [],
                firstSegment: nil,
                lastSegment: nil,
                ok: true
            )
        }
        backups = (sets + copies).sorted { $0.finished < $1.finished }
        lastSegment = state?.lastSegment
    }
}
