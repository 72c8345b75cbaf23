import ArgumentParser
import ChandlerCore

/// The options that name pools of decentralised exchanges.
struct PoolArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A pool's address, or a coin's key at coingecko; repeat it, or name a file with one a line "
                + "as @FILE. With --venue \(poolVenueNames.replacing(" ", with: " or ")) instead of "
                + "--symbol.",
            valueName: "address"
        ),
        transform: readPools
    )
    var pool: [[String]] = []

    @OptionGroup var network: NetworkNameArguments

    @Option(
        help: ArgumentHelp(
            "The token of a pool whose price is wanted; its base by default.",
            valueName: "address"
        )
    )
    var token: String?

    func validate() throws {
        for address in pool.flatMap({ $0 }) + [token].compactMap({ $0 }) {
            let isPlain = address.utf8.allSatisfy {
                (0x21...0x7E).contains($0) && !"/,@?#%".utf8.contains($0)
            }
            guard isPlain, (1...128).contains(address.utf8.count) else {
                throw ValidationError("\(quoted(address)) is no address")
            }
        }
    }

    /// The addresses, each once, in the order in which they were given.
    var addresses: [String] {
        var seen: Set<String> = []
        return pool.flatMap { $0 }.filter { seen.insert($0).inserted }
    }
}

/// Reads a pool's address, or a file with one a line as `@FILE`.
@Sendable private func readPools(_ text: String) throws -> [String] {
    guard text.hasPrefix("@") else { return [text] }
    return try ListFile.entries(String(text.dropFirst()), of: "pools").map(\.text)
}
