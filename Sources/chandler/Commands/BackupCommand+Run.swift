import ArgumentParser
import ChandlerCore
import ChandlerStore
import ChandlerWarehouse
import Foundation

/// `chandler backup run`, which `chandler backup` alone means as well.
struct BackupRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Make a backup, and remove those whose time is over (the default).",
        discussion: """
            Without a kind, the first backup of a day (UTC) is a full one and each further one \
            holds what changed since. A large database may want --full-every 7. Only one is made \
            at a time; another run, and a verification, ends with code 75. One that \
            was killed is taken up by the next.

            --logical makes a dump in pg_dump's custom format instead, encrypted by openssl with \
            the passphrase of "chandler backup setup", with its SHA-256 and what every table held \
            in a manifest beside it. It works with any server; a login that may not read \
            everything ends with code 77.
            """
    )

    @Flag(help: "Everything.")
    var full = false

    @Flag(help: "What changed since the last full backup.")
    var diff = false

    @Flag(help: "What changed since the last backup of any kind.")
    var incr = false

    @Flag(help: "A dump by pg_dump instead of a backup of the cluster.")
    var logical = false

    @Option(help: ArgumentHelp("A full backup is due after that many days.", valueName: "days"))
    var fullEvery = 1

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func validate() throws {
        guard [full, diff, incr, logical].count(where: \.self) <= 1 else {
            throw ValidationError("give one of --full, --diff, --incr and --logical")
        }
        guard (1...31).contains(fullEvery) else {
            throw ValidationError("--full-every takes 1 to 31 days, was \(fullEvery)")
        }
    }

    func run() async throws {
        try await interruptible {
            let site = try database.backupSite()
            let run = await ledgerRun(of: site)
            let document: BackupDocument
            do {
                document = try make(site)
            } catch {
                let exit = Failure.exit(of: error) ?? .software
                try await run?.end((exit, Failure.words(error)), ["error": Failure.words(error)])
                throw error
            }
            // The backup is there, whatever becomes of the ledger.
            try? await run?.end(nil, document, totals: RunTotals(bytes: document.storedBytes))
            try show(document)
        }
    }

    /// Nothing is begun where nothing is set up.
    private func ledgerRun(of site: BackupSite) async -> LedgerRun? {
        guard logical || site.folder.isSetUp, let configuration = try? database.reach(),
            let lane = try? StoreLane(configuration, applicationName: "chandler backup")
        else { return nil }
        return await LedgerRun.whereKept("backup", over: lane)
    }

    private func make(_ site: BackupSite) throws -> BackupDocument {
        let began = Date()
        if logical {
            let report = try LogicalCopy(site).run()
            return BackupDocument(report, seconds: -began.timeIntervalSinceNow)
        }
        let report = try PhysicalBackup(site).run(kind, fullEvery: fullEvery)
        return BackupDocument(report, seconds: -began.timeIntervalSinceNow)
    }

    private var kind: BackupKind? {
        if full { return .full }
        if diff { return .differential }
        return incr ? .incremental : nil
    }

    private func show(_ document: BackupDocument) throws {
        if output.json { return try Console.printJSON(document) }
        Console.print(
            "\(document.label) · \(document.kind) · \(Words.bytes(document.storedBytes)) stored · "
                + Words.seconds(document.seconds)
        )
        if let first = document.firstSegment, let last = document.lastSegment {
            Console.print("WAL \(first) to \(last)")
        }
        if let file = document.file { Console.print("file \(file)") }
        for label in document.expired { Console.print("removed \(label)") }
    }
}

/// A new backup, for programs.
private struct BackupDocument: Encodable {
    let status = "succeeded"
    let label: String
    let kind: String
    let finished: String
    let seconds: Double
    let storedBytes: Int64
    let clusterBytes: Int64?
    let firstSegment: String?
    let lastSegment: String?
    let file: String?
    let sha256: String?
    let rows: Int64?
    let expired: [String]

    init(_ report: PhysicalBackup.Report, seconds: Double) {
        label = report.set.label
        kind = report.set.kind.rawValue
        finished = Timestamp(seconds: report.set.finished).description
        self.seconds = seconds
        storedBytes = report.set.repositorySize
        clusterBytes = report.set.clusterSize
        firstSegment = report.set.firstSegment
        lastSegment = report.set.lastSegment
        file = nil
        sha256 = nil
        rows = nil
        expired = report.expired
    }

    init(_ report: LogicalCopy.Report, seconds: Double) {
        label = report.label
        kind = "logical"
        finished = Timestamp(seconds: report.taken).description
        self.seconds = seconds
        storedBytes = report.bytes
        clusterBytes = nil
        firstSegment = nil
        lastSegment = nil
        file = report.path
        sha256 = report.sha256
        rows = report.rows
        expired = report.expired
    }
}
