import ChandlerCore
import ChandlerPostgres

/// The key of a series as `$1`, `$2` and `$3` of a statement.
extension SeriesID {
    /// The condition that finds the series' rows; parameters `$1` to `$3`.
    static let condition = #"symbol = $1 AND "interval" = $2 AND venue = $3"#

    /// The values of `$1` to `$3`.
    var parameters: [PostgresParameter] {
        [.text(symbol.text), .text(interval.rawValue), .text(venue)]
    }

    /// The condition with literals, for COPY, which takes no parameters.
    func literalCondition() throws(PostgresError) -> String {
        #"symbol = \#(try PostgresLiteral(symbol.text)) AND "interval" = "#
            + #"\#(try PostgresLiteral(interval.rawValue)) AND venue = \#(try PostgresLiteral(venue))"#
    }
}

extension PostgresParameter {
    /// A moment.
    static func time(_ moment: Timestamp) -> PostgresParameter {
        .timestampMicroseconds(moment.microseconds)
    }

    /// A moment or NULL.
    static func time(_ moment: Timestamp?) -> PostgresParameter {
        moment.map { .time($0) } ?? .null
    }

    /// A whole number.
    static func int(_ value: Int) -> PostgresParameter { .int64(Int64(value)) }
}

extension PostgresRow {
    /// A moment.
    func time(_ column: PostgresColumn) throws(PostgresError) -> Timestamp {
        Timestamp(microseconds: try timestampMicroseconds(column))
    }

    /// A moment, or `nil` for NULL.
    func timeIfPresent(_ column: PostgresColumn) throws(PostgresError) -> Timestamp? {
        try timestampMicrosecondsIfPresent(column).map { Timestamp(microseconds: $0) }
    }
}
