import FoundationEssentials
import Glibc

/// The folder of a recording that is being written.
struct RecordingFolder: ~Copyable {
    /// The file with one line for each exchange.
    static let lines = "exchanges.jsonl"
    /// The folder with the bodies.
    static let bodies = "bodies"

    private let path: String
    private var file: RecordingFile
    private var sequence = 0
    /// Files by the hash of their content; a recording holds each content once.
    private var known: [UInt64: String] = [:]

    /// Makes the folder, with those above it, and begins a recording in it.
    ///
    /// - Throws: ``HTTPError`` with code `recording` where it holds a recording already or cannot be
    ///   written.
    init(creating path: String) throws(HTTPError) {
        try Self.makeFolders(path)
        let lines = "\(path)/\(Self.lines)"
        let bodies = "\(path)/\(Self.bodies)"
        guard access(lines, F_OK) != 0, access(bodies, F_OK) != 0 else {
            throw HTTPError(
                .recording,
                "record into \(path): the folder holds a recording already; name another one, or "
                    + "remove it first",
                context: HTTPError.Context(attempts: 0)
            )
        }
        guard mkdir(bodies, 0o755) == 0 else {
            throw RecordingFile.failure("create the folder", bodies, errno)
        }
        file = try RecordingFile(creating: lines)
        self.path = path
    }

    /// Writes an exchange: its body first, so that a line never names a file that is not there.
    mutating func add(_ exchange: RecordedExchange, _ body: HTTPBody?) throws(HTTPError) {
        var exchange = exchange
        sequence += 1
        exchange.sequence = sequence
        if let body, !body.isEmpty {
            let hash = body.fingerprint
            exchange.body = try add(body, hash, exchange)
            exchange.bodyBytes = body.count
            exchange.bodyHash = String(hash, radix: 16)
        }
        var line = try Self.encoded(exchange)
        line.append(UInt8(ascii: "\n"))
        try HTTPBody(line).withPaddedBytes { (bytes) throws(HTTPError) in try file.append(bytes) }
    }

    /// Waits until the disk has everything.
    func synchronize() throws(HTTPError) {
        try file.synchronize()
    }

    private mutating func add(
        _ body: HTTPBody,
        _ hash: UInt64,
        _ exchange: RecordedExchange
    ) throws(HTTPError) -> String {
        if let name = known[hash], let other = try? HTTPBody(contentsOf: "\(path)/\(name)"),
            other.isEqual(body)
        {
            return name
        }
        let digits = String(exchange.sequence)
        let number = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
        let kind = BodyKind(body, exchange.headers ?? [])
        let name = "\(Self.bodies)/\(number).\(kind.rawValue)"
        let full = "\(path)/\(name)"
        var file = try RecordingFile(creating: full)
        do throws(HTTPError) {
            try body.withPaddedBytes { (bytes) throws(HTTPError) in try file.append(bytes) }
        } catch {
            unlink(full)
            throw error
        }
        known[hash] = name
        return name
    }

    private static func encoded(_ exchange: RecordedExchange) throws(HTTPError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(exchange))
        } catch {
            throw HTTPError(.recording, "record GET \(exchange.url): \(error)", cause: error)
        }
    }

    private static func makeFolders(_ path: String) throws(HTTPError) {
        var end = path.startIndex
        repeat {
            let from = path.index(end, offsetBy: 1, limitedBy: path.endIndex) ?? path.endIndex
            end = path[from...].firstIndex(of: "/") ?? path.endIndex
            let folder = String(path[..<end])
            let reason = mkdir(folder, 0o755) == 0 ? 0 : errno
            // On the way down a folder may be there that this user may not write to.
            let isThere = reason == EEXIST || (reason != 0 && access(folder, F_OK) == 0)
            guard reason == 0 || isThere else {
                throw RecordingFile.failure("create the folder", folder, reason)
            }
        } while end < path.endIndex
    }
}
