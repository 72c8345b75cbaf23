import CLibpq

/// libpq's own reading of a connection string, without any defaults or environment.
enum ConninfoParser {
    /// One keyword with its value.
    typealias Pair = (keyword: String, value: String)

    /// What libpq says against a string, still with pieces of the string in it.
    struct Complaint: Error {
        let words: String
    }

    /// Splits a URI or `keyword=value` string into the options that it sets.
    static func parse(_ text: String) throws(Complaint) -> [Pair] {
        var complaint: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(text, &complaint) else {
            let words = complaint.map { String(cString: $0) } ?? "out of memory"
            PQfreemem(complaint)
            throw Complaint(words: words)
        }
        defer { PQconninfoFree(options) }
        var pairs: [Pair] = []
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                pairs.append((String(cString: keyword), String(cString: value)))
            }
            option += 1
        }
        return pairs
    }
}
