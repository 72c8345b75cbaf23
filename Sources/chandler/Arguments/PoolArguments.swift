import ArgumentParser
import ChandlerCore

/// The options that name pools of decentralised exchanges.
struct PoolArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A pool's address, or a coin's key at coingecko; repeat it. With --venue "
                + "\(poolVenueNames.replacing(" ", with: " or ")) instead of --symbol.",
            valueName: "address"
        )
    )
    var pool: [String] = []

    @OptionGroup var network: NetworkNameArguments

    @Option(
        help: ArgumentHelp(
            "The token of a pool whose price is wanted; its base by default.",
            valueName: "address"
        )
    )
    var token: String?

    func validate() throws {
        for address in pool + [token].compactMap({ $0 }) {
            let isPlain = address.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            guard isPlain, (1...128).contains(address.utf8.count) else {
                throw ValidationError("\(quoted(address)) is no address")
            }
        }
    }

    /// The addresses, each once, in the order in which they were given.
    var addresses: [String] {
        var seen: Set<String> = []
        return pool.filter { seen.insert($0).inserted }
    }
}
