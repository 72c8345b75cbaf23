import ChandlerCore

/// Which coin is which token on one network, by CoinGecko's list of all coins.
struct CoinGeckoCoins: Sendable {
    private var ids: [String: String] = [:]
    private var addresses: [String: String] = [:]

    /// Reads the list; of coins with the same address the first counts.
    ///
    /// - Throws: ``JSONFault`` where it is no array.
    init(_ root: JSONValue, platform: String) throws(JSONFault) {
        guard let coins = root.elements else {
            throw JSONFault(words: "an array of coins was expected")
        }
        for coin in coins {
            guard let id = coin["id"]?.string, !id.isEmpty,
                let address = coin["platforms", platform]?.string, TokenAddress.isValid(address)
            else { continue }
            if addresses[id] == nil { addresses[id] = address }
            let key = TokenAddress.folded(address)
            if ids[key] == nil { ids[key] = id }
        }
    }

    /// The coin that a token is.
    func id(of mint: String) -> String? { ids[TokenAddress.folded(mint)] }

    /// The token that a coin is.
    func address(of id: String) -> String? { addresses[id] }
}
