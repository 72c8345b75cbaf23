import CSimdjson
import ChandlerHTTP

/// Finds the rows and fields of one answer after another, in memory that is reused.
///
/// Every byte of an accepted answer is valid JSON: what simdjson's lazy walk cannot decide alone is
/// judged by its full parser. For one task at a time.
///
/// Unchecked because ``ParserPool`` lends a walker to one task only.
final class RowWalker: @unchecked Sendable {
    private let parser: OpaquePointer

    /// Whether pages in the plainest spelling take the short way; tests compare both ways.
    private let scans: Bool

    /// Allocates the parser.
    init(scans: Bool = true) {
        self.scans = scans
        guard let parser = csimdjson_create() else {
            preconditionFailure("Invariant: memory for a JSON parser is available")
        }
        self.parser = parser
    }

    deinit {
        csimdjson_destroy(parser)
    }

    /// Walks an answer that is an array of rows, and hands the rows to `use`.
    ///
    /// - Parameters:
    ///   - body: The whole answer; it is read in place.
    ///   - columns: How many fields of a row are kept.
    ///   - use: Receives the rows, which are valid during the call only.
    /// - Returns: What `use` returns.
    /// - Throws: ``JSONFault`` where the answer is no valid JSON or no array.
    func walk<Result>(
        _ body: HTTPBody,
        columns: Int,
        _ use: (JSONRows) -> Result
    ) throws(JSONFault) -> Result {
        try body.withPaddedBytes { (bytes) throws(JSONFault) in
            var rows = csimdjson_rows()
            let code = csimdjson_walk_rows(
                parser,
                bytes.bindMemory(to: UInt8.self).baseAddress,
                bytes.count,
                bytes.count + HTTPBody.padding,
                UInt32(columns),
                scans ? 1 : 0,
                &rows
            )
            guard code == 0, let page = rows.bytes else {
                throw JSONFault(words: String(cString: csimdjson_words(code)))
            }
            return use(JSONRows(page: page, rows: rows, columns: columns, length: bytes.count))
        }
    }

    /// Walks the rows of an answer by their layout, and hands them to `use`.
    ///
    /// - Returns: What `use` returns.
    /// - Throws: ``JSONFault`` where the answer is no valid JSON, or has no rows at that place.
    func walk<Result>(
        _ body: HTTPBody,
        at layout: RowLayout,
        _ use: (JSONRows) -> Result
    ) throws(JSONFault) -> Result {
        let columns = layout.keys?.count ?? layout.width
        return try body.withPaddedBytes { (bytes) throws(JSONFault) in
            var rows = csimdjson_rows()
            let code = withNames(layout.path) { path in
                withNames(layout.keys) { keys in
                    csimdjson_walk_members(
                        parser,
                        bytes.bindMemory(to: UInt8.self).baseAddress,
                        bytes.count,
                        bytes.count + HTTPBody.padding,
                        path,
                        keys,
                        UInt32(columns),
                        &rows
                    )
                }
            }
            guard code == 0, let page = rows.bytes else {
                let place = layout.path.isEmpty ? "" : " at /" + layout.path.joined(separator: "/")
                throw JSONFault(words: String(cString: csimdjson_words(code)) + place)
            }
            return use(JSONRows(page: page, rows: rows, columns: columns, length: bytes.count))
        }
    }
}

/// Gives names to C as an array of texts that ends with a null pointer; no array for `nil`.
private func withNames<Result>(
    _ names: [String]?,
    _ use: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
) -> Result {
    guard let names else { return use(nil) }
    let texts = names.map { Array($0.utf8CString) }
    var pointers: [UnsafePointer<CChar>?] = []
    func lend(_ index: Int) -> Result {
        guard index < texts.count else {
            pointers.append(nil)
            return pointers.withUnsafeBufferPointer { use($0.baseAddress) }
        }
        return texts[index].withUnsafeBufferPointer { text in
            pointers.append(text.baseAddress)
            return lend(index + 1)
        }
    }
    return lend(0)
}
