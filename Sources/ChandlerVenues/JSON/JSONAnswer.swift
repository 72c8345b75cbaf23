import CSimdjson
import ChandlerHTTP

/// A small document of a venue, such as an error or the server's time, looked up by path.
///
/// For one task at a time.
final class JSONAnswer {
    private let parser: OpaquePointer

    /// Parses all of a body.
    ///
    /// - Throws: ``JSONFault`` where the body is no valid JSON.
    init(_ body: HTTPBody) throws(JSONFault) {
        guard let parser = csimdjson_create() else {
            preconditionFailure("Invariant: memory for a JSON parser is available")
        }
        self.parser = parser
        let code = body.withPaddedBytes {
            csimdjson_open(parser, $0.bindMemory(to: UInt8.self).baseAddress, $0.count)
        }
        guard code == 0 else { throw JSONFault(words: String(cString: csimdjson_words(code))) }
    }

    deinit {
        csimdjson_destroy(parser)
    }

    /// A string by its path (RFC 6901), or `nil` where there is none.
    func string(_ path: String) -> String? {
        text(path, kind: CSIMDJSON_STRING)
    }

    /// A whole number by its path, or `nil` where there is none that fits 64 bits.
    func integer(_ path: String) -> Int64? {
        text(path, kind: CSIMDJSON_NUMBER).flatMap { Int64($0) }
    }

    /// Whether anything stands at a path.
    func has(_ path: String) -> Bool {
        csimdjson_member(parser, path).kind != 0
    }

    private func text(_ path: String, kind: some BinaryInteger) -> String? {
        let member = csimdjson_member(parser, path)
        guard member.kind == kind else { return nil }
        return String(
            decoding: UnsafeBufferPointer(start: member.bytes, count: member.length),
            as: UTF8.self
        )
    }
}
