import ChandlerCore
import ChandlerStore

/// The tokens of a run while sources are asked one after the other.
struct TokenCollection {
    private let question: TokenQuestion
    /// The addresses asked for, each once, in their order; `nil` for a search.
    private let asked: [String]?
    private var merges: [TokenMerge] = []
    /// Where a token stands in `merges`, by its address in the form that is compared.
    private var places: [String: Int] = [:]
    /// What was sent and could not be read.
    private(set) var rejects: [TokenReject] = []

    init(_ question: TokenQuestion) {
        self.question = question
        guard case .mints(let mints) = question else {
            asked = nil
            return
        }
        var seen: Set<String> = []
        asked = mints.filter { seen.insert(Self.key($0)).inserted }
    }

    /// What the first source is asked.
    var wholeQuestion: TokenQuestion { asked.map { .mints($0) } ?? question }

    /// The merged rows, in the order in which they were found.
    var rows: [TokenRow] { merges.map(\.row) }

    /// How many addresses were asked for.
    var askedCount: Int { asked?.count ?? merges.count }

    /// The addresses asked for that no source knew.
    var unknown: [String] { (asked ?? []).filter { places[Self.key($0)] == nil } }

    /// How many tokens each source filled fields of.
    var enriched: [String: Int] {
        merges.reduce(into: [:]) { counts, merge in
            for helper in merge.helpers { counts[helper, default: 0] += 1 }
        }
    }

    /// The tokens of which a field is missing that a source can have.
    func mints(lacking fields: Set<TokenField>) -> [String] {
        let incomplete = merges.filter { !$0.lacking.isDisjoint(with: fields) }
        return incomplete.map(\.row.mint) + (fields.isEmpty ? [] : unknown)
    }

    /// Takes a source's answer.
    ///
    /// - Parameters:
    ///   - answer: What was found.
    ///   - source: Who found it.
    ///   - wanted: The addresses asked for; others are left out. `nil` takes all.
    mutating func take(_ answer: TokenAnswer, from source: String, asked wanted: [String]?) {
        rejects += answer.rejected.map { TokenReject(source: source, row: $0) }
        let keys = (wanted ?? asked).map { Set($0.map(Self.key)) }
        for snapshot in answer.snapshots {
            let key = Self.key(snapshot.mint)
            if let keys, !keys.contains(key) { continue }
            if let place = places[key] {
                merges[place].add(snapshot)
            } else {
                places[key] = merges.count
                merges.append(TokenMerge(snapshot))
            }
        }
    }

    /// Addresses in hexadecimal are spelled in either case; others mean something by it.
    private static func key(_ mint: String) -> String {
        mint.hasPrefix("0x") || mint.hasPrefix("0X") ? mint.lowercased() : mint
    }
}
