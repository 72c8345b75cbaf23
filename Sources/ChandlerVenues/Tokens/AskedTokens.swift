import ChandlerCore

/// The addresses of a question, without repetitions, in the order in which they were given.
struct AskedTokens: Sendable {
    /// The addresses as they were asked for.
    let mints: [String]
    private let spellings: [String: String]

    /// Takes the addresses of a question.
    ///
    /// - Throws: ``VenueError`` with code `refused` where one cannot be an address.
    init(_ mints: [String], task: String) throws(VenueError) {
        var order: [String] = []
        var spellings: [String: String] = [:]
        for mint in mints {
            guard TokenAddress.isValid(mint), !mint.utf8.contains(UInt8(ascii: ",")) else {
                throw VenueError(
                    .refused,
                    "\(task): \(quoted(mint)) cannot be the address of a token, which has 1 to "
                        + "\(TokenAddress.longest) characters without blanks and commas"
                )
            }
            let key = TokenAddress.folded(mint)
            if spellings[key] == nil {
                spellings[key] = mint
                order.append(mint)
            }
        }
        self.mints = order
        self.spellings = spellings
    }

    /// The asked spelling of an address, or `nil` where it was not asked for.
    func spelling(of address: String) -> String? {
        spellings[TokenAddress.folded(address)]
    }

    /// The addresses in groups of a size.
    func groups(of size: Int) -> [[String]] {
        stride(from: 0, to: mints.count, by: size).map {
            Array(mints[$0..<min($0 + size, mints.count)])
        }
    }
}
