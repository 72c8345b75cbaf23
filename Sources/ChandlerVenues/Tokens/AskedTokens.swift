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

    /// Asks for the addresses in groups of a size, and joins the answers.
    ///
    /// - Parameters:
    ///   - size: How many addresses one request names.
    ///   - ask: Receives the addresses of a group, joined by commas.
    /// - Returns: Of each token the first snapshot, and what could not be read.
    /// - Throws: What `ask` throws.
    func answer(
        inGroupsOf size: Int,
        _ ask: (String) async throws(VenueError) -> TokenAnswer
    ) async throws(VenueError) -> TokenAnswer {
        var tally = TokenTally()
        for group in groups(of: size) { tally.add(try await ask(group.joined(separator: ","))) }
        return tally.answer
    }
}
