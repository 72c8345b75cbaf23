import CLibpq

/// Owns one `PGresult` and frees it.
///
/// Unchecked because libpq documents results as read-only after they are made, free to be passed
/// between threads; nothing here changes one.
final class ResultHandle: @unchecked Sendable {
    private let result: OpaquePointer

    init(_ result: OpaquePointer) {
        self.result = result
    }

    deinit {
        PQclear(result)
    }

    /// What kind of answer this is.
    enum Kind {
        case done, rows, copyIn, copyOut, failed
    }

    var kind: Kind {
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: .done
        case PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE: .rows
        case PGRES_COPY_IN: .copyIn
        case PGRES_COPY_OUT: .copyOut
        default: .failed
        }
    }

    var isBinaryCopy: Bool { PQbinaryTuples(result) == 1 }
    var rowCount: Int { Int(PQntuples(result)) }
    var columnCount: Int { Int(PQnfields(result)) }

    /// The command's tag, such as `COMMIT`.
    var commandTag: String { PQcmdStatus(result).map { String(cString: $0) } ?? "" }

    /// The number of rows that the command touched; 0 where it counts none.
    var affectedRowCount: Int { PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0 }

    func columnName(_ column: Int) -> String? {
        PQfname(result, Int32(column)).map { String(cString: $0) }
    }

    /// The text of a value; nil for NULL.
    ///
    /// The bytes live as long as this object.
    func value(row: Int, column: Int) -> UnsafeRawBufferPointer? {
        guard PQgetisnull(result, Int32(row), Int32(column)) == 0,
            let start = PQgetvalue(result, Int32(row), Int32(column))
        else { return nil }
        let length = Int(PQgetlength(result, Int32(row), Int32(column)))
        return UnsafeRawBufferPointer(start: start, count: length)
    }

    // MARK: - Errors and notices

    var sqlState: SQLState? {
        DiagnosticField.sqlState.text(in: result).map(SQLState.init(rawValue:))
    }

    /// The whole message as libpq words it, for failures that libpq itself reports.
    var errorMessage: String {
        PQresultErrorMessage(result).map { String(cString: $0) } ?? ""
    }

    /// The server's fields; nil when the answer does not come from a server.
    var report: ServerReport? { ServerReport(result: result) }
}

extension ServerReport {
    /// Reads the fields of an error or notice.
    init?(result: OpaquePointer?) {
        func field(_ field: DiagnosticField) -> String? {
            field.text(in: result).map { Redaction.scrub($0).singleLine(cutTo: 400) }
        }
        guard let message = field(.message) else { return nil }
        severity = field(.severity) ?? "ERROR"
        self.message = message
        detail = field(.detail)
        hint = field(.hint)
        context = field(.context)
        schema = field(.schema)
        table = field(.table)
        column = field(.column)
        constraint = field(.constraint)
    }
}

/// The letters of the protocol's error fields; libpq's names for them are character macros, which
/// Swift does not import.
enum DiagnosticField: Unicode.Scalar {
    case severity = "V"
    case sqlState = "C"
    case message = "M"
    case detail = "D"
    case hint = "H"
    case context = "W"
    case schema = "s"
    case table = "t"
    case column = "c"
    case constraint = "n"

    func text(in result: OpaquePointer?) -> String? {
        PQresultErrorField(result, Int32(rawValue.value)).map { String(cString: $0) }
    }
}
