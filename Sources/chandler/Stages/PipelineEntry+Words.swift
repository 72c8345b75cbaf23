import ChandlerCore
import ChandlerPipelineFiles

extension TokenEntry {
    /// What is asked.
    var question: TokenQuestion {
        if recent { return .recent }
        if let query { return .search(query) }
        return .mints(mints)
    }

    /// Whom is asked what, such as `jupiter solana 3 mints`.
    var subject: String {
        let what =
            if recent { "recent" } else if let query { query } else {
                Words.plural(mints.count, "mint")
            }
        return "\(source) \(network) \(Words.printable(what))"
    }
}
