import ArgumentParser
import ChandlerCore
import ChandlerHTTP
import ChandlerPipeline
import ChandlerStore
import ChandlerVenues
import Foundation

/// `chandler tokens`: snapshots of tokens.
struct TokensCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokens",
        abstract: "Store what aggregators say about tokens now.",
        discussion: """
            A snapshot is a row of cubi.token_data: price, liquidity and volume in US dollars, holders, \
            age, and the sources' whole answers. What --source lacks is asked of the others; \
            the column origins says who told which value, and doubts where two contradict each other.

            Keys are read from JUPITER_API_KEY, COINGECKO_API_KEY (demo) and COINGECKO_PRO_API_KEY; none is \
            needed.

            EXAMPLES
              chandler tokens --mint JUPyiwrYJFskUPiHa7hkeR8VUtAeFoSYbKedZNsDvCN
              chandler tokens --mint @watched.txt --enrich dexscreener
              chandler tokens --query bonk --source geckoterminal
              chandler tokens --recent --json
            """
    )

    @Option(help: "Who is asked first: \(tokenSourceNames).", completion: tokenSourceCompletion)
    var source = Aggregator.jupiter.name

    @Option(
        help: ArgumentHelp(
            "A token's address; repeat it, or name a file with one a line as @FILE.",
            valueName: "address"
        ),
        transform: readMints
    )
    var mint: [[String]] = []

    @Option(help: ArgumentHelp("Tokens of this name or ticker.", valueName: "text"))
    var query: String?

    @Flag(help: "The newest tokens.")
    var recent = false

    @OptionGroup var network: NetworkNameArguments

    @Option(
        help: ArgumentHelp(
            "Who is asked for what is missing: all, none, or a comma list in the order of asking.",
            valueName: "sources"
        )
    )
    var enrich = "all"

    @OptionGroup var access: VenueArguments
    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func validate() throws {
        let kinds = [!mint.isEmpty, query != nil, recent].count { $0 }
        guard kinds == 1 else {
            throw ValidationError("expected one of --mint, --query and --recent")
        }
        for address in mint.joined() where network.name == "solana" && !Self.isSolana(address) {
            throw ValidationError(
                "\(quoted(address)) is no address on solana: those are 32 to 44 letters and digits "
                    + "without 0, O, I and l; --network names another chain"
            )
        }
        if query?.allSatisfy(\.isWhitespace) == true {
            throw ValidationError("--query takes a name or ticker, such as bonk")
        }
        do {
            _ = try aggregators()
        } catch {
            throw ValidationError("\(error)")
        }
    }

    func run() async throws {
        try await interruptible {
            try await access.network.use { network in try await store(over: network) }
        }
    }

    private func store(over network: HTTPNetwork) async throws {
        let roles = try TokenStage.roles(
            try aggregators(),
            on: self.network.name,
            over: network,
            access
        )
        let lane = try await database.lane(for: "tokens")
        let run = try await LedgerRun("tokens", over: lane)
        let report: TokenReport
        do {
            report = try await TokenStage(roles: roles, question: question, runID: run.id)
                .run(over: lane)
        } catch {
            let failure = Failure.run(error)
            let document = TokenDocument(runID: run.id, failure)
            try await run.end(failure, document)
            if output.json { try Console.printJSON(document) }
            throw error
        }
        let document = TokenDocument(runID: run.id, report)
        try await run.end(nil, document, totals: report.totals)
        if output.json {
            try Console.printJSON(document)
        } else {
            TokenSummary(report: report).lines.forEach(Console.print)
        }
    }

    /// Whether a text is spelled like an address of Solana; one that is not spoils a whole request.
    private static func isSolana(_ address: String) -> Bool {
        (32...44).contains(address.utf8.count)
            && address.utf8.allSatisfy { !"0OIl:_".utf8.contains($0) }
    }

    private var question: TokenQuestion {
        if recent { return .recent }
        if let query { return .search(query) }
        return .mints(mint.flatMap { $0 })
    }

    private func aggregators() throws(UnknownVenueError) -> [Aggregator] {
        let others: [String]? =
            switch enrich.lowercased() {
            case "none": []
            case "all": nil
            default: enrich.split(separator: ",").map(String.init)
            }
        return try TokenStage.aggregators(source, others: others, on: network.name)
    }
}

/// Reads a token's address, or a file with one a line as `@FILE`.
@Sendable private func readMints(_ text: String) throws -> [String] {
    guard text.hasPrefix("@") else { return [try readMint(text)] }
    let path = String(text.dropFirst())
    return try ListFile.entries(path, of: "addresses").map { entry in
        do {
            return try readMint(entry.text)
        } catch {
            throw ValidationError("\(path):\(entry.line): \(error)")
        }
    }
}

/// Refuses what can be no address before it reaches a URL.
private func readMint(_ text: String) throws -> String {
    let isPlain = text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: ":"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
    guard isPlain, (1...128).contains(text.utf8.count) else {
        throw ValidationError(
            "\(quoted(text)) is no address of a token: expected letters and digits, such as "
                + "JUPyiwrYJFskUPiHa7hkeR8VUtAeFoSYbKedZNsDvCN"
        )
    }
    return text
}
