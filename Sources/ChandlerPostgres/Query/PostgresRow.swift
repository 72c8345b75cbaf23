/// One row of an answer.
///
/// Accessors read the server's text form and throw ``PostgresError`` with code `decoding`, which
/// names column, number and value. Those that end in `IfPresent` return nil for NULL.
public struct PostgresRow: Sendable {
    private let handle: ResultHandle
    private let columnNames: [String]
    private let index: Int

    init(handle: ResultHandle, columnNames: [String], index: Int) {
        self.handle = handle
        self.columnNames = columnNames
        self.index = index
    }

    // MARK: - Values

    /// Whether a value is NULL.
    public func isNull(_ column: PostgresColumn) throws(PostgresError) -> Bool {
        try bytesOfText(column) == nil
    }

    /// Reads any value in its text form.
    public func text(_ column: PostgresColumn) throws(PostgresError) -> String {
        try present(column, as: "text", try textIfPresent(column))
    }

    /// Reads an integer of any width.
    public func int64(_ column: PostgresColumn) throws(PostgresError) -> Int64 {
        try present(column, as: "an integer", try int64IfPresent(column))
    }

    /// Reads a floating-point number; not for prices.
    public func double(_ column: PostgresColumn) throws(PostgresError) -> Double {
        try present(column, as: "a number", try doubleIfPresent(column))
    }

    /// Reads a boolean.
    public func bool(_ column: PostgresColumn) throws(PostgresError) -> Bool {
        try present(column, as: "a boolean", try boolIfPresent(column))
    }

    /// Reads a `bytea`.
    public func bytes(_ column: PostgresColumn) throws(PostgresError) -> [UInt8] {
        try present(column, as: "bytes", try bytesIfPresent(column))
    }

    /// Reads a `timestamptz` or `timestamp` as microseconds since 1970 UTC.
    public func timestampMicroseconds(_ column: PostgresColumn) throws(PostgresError) -> Int64 {
        try present(column, as: "a timestamp", try timestampMicrosecondsIfPresent(column))
    }

    // MARK: - Values that may be missing

    /// Reads any value in its text form, or NULL.
    public func textIfPresent(_ column: PostgresColumn) throws(PostgresError) -> String? {
        try bytesOfText(column).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Reads an integer of any width, or NULL.
    public func int64IfPresent(_ column: PostgresColumn) throws(PostgresError) -> Int64? {
        try parse(column, as: "an integer") { Int64($0) }
    }

    /// Reads a floating-point number, or NULL.
    public func doubleIfPresent(_ column: PostgresColumn) throws(PostgresError) -> Double? {
        try parse(column, as: "a number") { Double($0) }
    }

    /// Reads a boolean, or NULL.
    public func boolIfPresent(_ column: PostgresColumn) throws(PostgresError) -> Bool? {
        try parse(column, as: "a boolean") { ["t": true, "f": false][$0] }
    }

    /// Reads a `bytea`, or NULL.
    public func bytesIfPresent(_ column: PostgresColumn) throws(PostgresError) -> [UInt8]? {
        try parse(column, as: "bytes") { HexText.decode($0) }
    }

    /// Reads a `timestamptz` or `timestamp` as microseconds since 1970 UTC, or NULL.
    public func timestampMicrosecondsIfPresent(
        _ column: PostgresColumn
    ) throws(PostgresError) -> Int64? {
        try parse(column, as: "a timestamp") { TimestampText.microseconds($0) }
    }

    // MARK: - Reading

    private func bytesOfText(
        _ column: PostgresColumn
    ) throws(PostgresError) -> UnsafeRawBufferPointer? {
        handle.value(row: index, column: try number(of: column))
    }

    private func number(of column: PostgresColumn) throws(PostgresError) -> Int {
        switch column {
        case .index(let index) where columnNames.indices.contains(index): return index
        case .name(let name):
            if let index = columnNames.firstIndex(of: name) { return index }
        default: break
        }
        let names = columnNames.joined(separator: ", ").singleLine(cutTo: 200)
        throw PostgresError(
            code: .decoding,
            message: "read column \(column) of row \(index): the answer has only \(names)"
        )
    }

    private func parse<Value>(
        _ column: PostgresColumn,
        as kind: StaticString,
        _ body: (String) -> Value?
    ) throws(PostgresError) -> Value? {
        guard let text = try textIfPresent(column) else { return nil }
        guard let value = body(text) else {
            throw fault(column, kind, "the value was \"\(text.singleLine(cutTo: 80))\"")
        }
        return value
    }

    private func present<Value>(
        _ column: PostgresColumn,
        as kind: StaticString,
        _ value: Value?
    ) throws(PostgresError) -> Value {
        guard let value else { throw fault(column, kind, "the value was NULL") }
        return value
    }

    private func fault(
        _ column: PostgresColumn,
        _ kind: StaticString,
        _ words: String
    ) -> PostgresError {
        var place = "column \(column)"
        if case .index(let number) = column { place += " \"\(columnNames[number])\"" }
        if case .name(let name) = column, let number = columnNames.firstIndex(of: name) {
            place += " (number \(number))"
        }
        return PostgresError(
            code: .decoding,
            message: "read \(place) of row \(index) as \(kind): \(words)"
        )
    }
}
