import ArgumentParser

/// Where the peers are, and where what they need is kept.
struct WorkplaceOptions: ParsableArguments {
    @Option(help: "The folder that holds compare.py and the peers.", completion: .directory)
    var bench: String

    @Option(
        help: "The folder to prepare and keep (default: a scratch folder, removed at the end).",
        completion: .directory
    )
    var work: String?

    @Option(help: "The port of the PostgreSQL server.")
    var port: Int = 55_432

    /// Runs `body` with the folder, which is removed afterwards unless it was named.
    func withWorkplace(months: Int, _ body: (Workplace) throws -> Void) throws {
        Interruption.trap()
        let peers = try BenchFolder(Folder.absolute(bench))
        if let work {
            return try body(
                Workplace(folder: Folder.absolute(work), bench: peers, months: months)
            )
        }
        try Folder.withScratch { folder in
            try body(Workplace(folder: folder, bench: peers, months: months))
        }
    }
}
