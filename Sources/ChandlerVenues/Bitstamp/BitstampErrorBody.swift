/// What Bitstamp's error bodies have in common, all kinds of them.
///
/// Known are `{"error":"text"}`, `{"status":"error","reason":…,"response_code":"403.004"}` with a
/// text or an object of lists as the reason, and a `code` in place of `response_code`.
struct BitstampErrorBody: Decodable {
    private enum CodingKeys: String, CodingKey {
        case error, status, reason, code
        case responseCode = "response_code"
        case explanation = "response_explanation"
    }

    /// A text, a list of texts, or lists by the name of a parameter.
    private struct Words: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self.text = text
            } else if let lists = try? container.decode([String: [String]].self) {
                text = lists.sorted { $0.key < $1.key }.map { name, texts in
                    (name == "__all__" ? "" : "\(name): ") + texts.joined(separator: ", ")
                }.joined(separator: "; ")
            } else {
                text = try container.decode([String].self).joined(separator: ", ")
            }
        }
    }

    /// A status and a number below it, such as `403.004`; other spellings exist.
    let code: String?
    /// The venue's own explanation.
    let words: String?
    /// Whether the body says that it is an error, whatever the status.
    let isError: Bool

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) -> String? {
            // A member of a shape that is not known says nothing, and hides no other.
            (try? container.decode(Words.self, forKey: key))?.text
        }
        code = text(.responseCode) ?? text(.code)
        words = text(.error) ?? text(.reason) ?? text(.explanation)
        isError = container.contains(.error) || text(.status) == "error" || code != nil
    }
}
