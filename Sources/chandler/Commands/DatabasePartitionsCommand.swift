import ArgumentParser
import ChandlerCore
import ChandlerStore
import Foundation

/// `chandler db partitions`.
struct DatabasePartitionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "partitions",
        abstract: "Make the coming months of every partitioned table.",
        discussion: """
            Loads make the months they need. Other programs cannot, so months are made ahead: run \
            this daily. Running it again makes nothing.
            """
    )

    @Option(
        help: ArgumentHelp("How many months after the current one.", valueName: "months")
    )
    var ahead = DatabaseArguments.monthsAhead

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func validate() throws {
        guard (0...120).contains(ahead) else {
            throw ValidationError("--ahead takes 0 to 120 months, was \(ahead)")
        }
    }

    func run() async throws {
        let lane = try await database.lane(for: "db partitions")
        let now = Timestamp(seconds: Int64(Date().timeIntervalSince1970)).month
        let months = (0...ahead).map { now.advanced(by: $0) }
        var tables: [PartitionsDocument.Entry] = []
        for table in PartitionedTable.all {
            let made = try await lane.ensureMonths(of: table, months)
            tables.append(.init(table: table.name, made: made))
            if !output.json { show(table, made) }
        }
        if output.json {
            try Console.printJSON(
                PartitionsDocument(
                    status: "succeeded",
                    from: now.dashed,
                    to: now.advanced(by: ahead).dashed,
                    tables: tables
                )
            )
        }
    }

    private func show(_ table: PartitionedTable, _ made: [String]) {
        for partition in made { Console.print("made \(partition)") }
        let words = made.isEmpty ? "nothing to do" : "\(Words.plural(made.count, "month")) made"
        Console.print("\(table): \(Words.plural(ahead + 1, "month")) ready, \(words)")
    }
}

/// What months were made, for programs.
private struct PartitionsDocument: Encodable {
    struct Entry: Encodable {
        let table: String
        let made: [String]
    }

    let status: String
    let from: String
    let to: String
    let tables: [Entry]
}
