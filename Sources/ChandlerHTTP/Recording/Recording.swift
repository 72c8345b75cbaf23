import FoundationEssentials
import Glibc

/// A recording as it was read.
struct Recording {
    /// An exchange and where it stands.
    struct Entry {
        let exchange: RecordedExchange
        let line: Int
    }

    private let folder: String
    private let entries: [String: [Entry]]
    /// When the first exchange began, in seconds since 1970 UTC.
    let startedAt: Int64

    /// Reads the lines and checks that the bodies are there.
    init(_ folder: String) throws(HTTPError) {
        self.folder = folder
        let path = "\(folder)/\(RecordingFolder.lines)"
        let lines = try HTTPBody(contentsOf: path)
        var entries: [String: [Entry]] = [:]
        var start: Int64?
        let pieces = lines.bytes.split(
            separator: UInt8(ascii: "\n"),
            omittingEmptySubsequences: false
        )
        guard pieces.count > 1 else { throw Self.damaged(path, "it holds no exchange") }
        for (index, piece) in pieces.enumerated() {
            // What stands after the last line break is a line that was not written to its end.
            if index == pieces.count - 1, piece.isEmpty { break }
            let entry = Entry(exchange: try Self.decoded(piece, path, index + 1), line: index + 1)
            try Self.check(entry, folder, path)
            start = start ?? Self.unixSeconds(entry.exchange.at)
            entries[entry.exchange.key, default: []].append(entry)
        }
        self.entries = entries
        startedAt = start ?? 0
    }

    /// What was recorded under a key, in order; nil where nothing was.
    func exchanges(_ key: String) -> [Entry]? {
        entries[key]
    }

    /// The body of an exchange.
    func body(_ entry: Entry) throws(HTTPError) -> HTTPBody {
        guard let name = entry.exchange.body else { return HTTPBody([]) }
        let body = try HTTPBody(contentsOf: "\(folder)/\(name)")
        guard String(body.fingerprint, radix: 16) == entry.exchange.bodyHash else {
            throw Self.damaged(
                "\(folder)/\(RecordingFolder.lines):\(entry.line)",
                "the content of \(name) is not what was recorded"
            )
        }
        return body
    }

    /// Why there is no answer under a key, with the nearest one there is.
    func missing(_ key: String) -> String {
        let head = "it is not in the recording \(folder)"
        let path = URLParts(key).path
        let nearest = entries.keys.filter { URLParts($0).path == path }
            .max { (Self.likeness($0, key), $1) < (Self.likeness($1, key), $0) }
        guard let nearest, let url = entries[nearest]?.first?.exchange.url else {
            return "\(head), which holds nothing of this path"
        }
        return "\(head); the nearest that it holds is \(url)"
    }

    /// How many parameters two keys have in common, and then how many first characters.
    private static func likeness(_ left: String, _ right: String) -> Int {
        let both = Set(parameters(left)).intersection(parameters(right))
        let prefix = zip(left.utf8, right.utf8).prefix { $0 == $1 }.count
        return both.count * 100_000 + prefix
    }

    private static func parameters(_ key: String) -> [Substring] {
        key.drop { $0 != "?" }.dropFirst().split(separator: "&")
    }

    private static func decoded(
        _ line: ArraySlice<UInt8>,
        _ path: String,
        _ number: Int
    ) throws(HTTPError) -> RecordedExchange {
        do {
            return try JSONDecoder().decode(RecordedExchange.self, from: Data(line))
        } catch {
            let text = String(decoding: line.prefix(400), as: UTF8.self)
            throw damaged("\(path):\(number)", "no exchange was \(quoted(text))", cause: error)
        }
    }

    private static func check(
        _ entry: Entry,
        _ folder: String,
        _ path: String
    ) throws(HTTPError) {
        let exchange = entry.exchange
        let place = "\(path):\(entry.line)"
        guard (exchange.status == nil) != (exchange.failure == nil) else {
            throw damaged(place, "an exchange ends with either a status or a failure")
        }
        guard let name = exchange.body else { return }
        guard isBodyName(name) else {
            throw damaged(place, "\(quoted(name)) is no name of a body")
        }
        var facts = stat()
        guard stat("\(folder)/\(name)", &facts) == 0 else {
            let reason = errno
            let words = String(cString: strerror(reason))
            throw damaged(place, "its body \(folder)/\(name): errno \(reason), \(words)")
        }
        guard Int(facts.st_size) == exchange.bodyBytes else {
            let expected = exchange.bodyBytes.map { "\($0)" } ?? "none"
            throw damaged(
                place,
                "its body \(folder)/\(name) was \(facts.st_size) bytes long, recorded were "
                    + expected
            )
        }
    }

    /// Only names that a recording gives itself are followed, and none that leads elsewhere.
    private static func isBodyName(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == RecordingFolder.bodies else { return false }
        let words = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return words.count == 2 && !words[0].isEmpty && BodyKind(rawValue: String(words[1])) != nil
            && words[0].utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func unixSeconds(_ text: String) -> Int64? {
        (try? Date(text, strategy: .iso8601)).map { Int64($0.timeIntervalSince1970) }
    }

    private static func damaged(
        _ place: String,
        _ words: String,
        cause: (any Error)? = nil
    ) -> HTTPError {
        HTTPError(
            .recording,
            "read the recording \(place): \(words); record anew, or remove what is damaged",
            context: HTTPError.Context(attempts: 0),
            cause: cause
        )
    }
}
