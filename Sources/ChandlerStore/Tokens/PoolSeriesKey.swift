import ChandlerCore
import ChandlerPostgres

/// The key of a pool's series as `$1` to `$5` of a statement.
extension PoolSeriesID {
    /// The key's columns in the order of the parameters.
    static let keyColumns = #"mint, pool, "interval", venue, network"#

    /// The condition that finds the series' rows; parameters `$1` to `$5`.
    static let condition =
        #"mint = $1 AND pool = $2 AND "interval" = $3 AND venue = $4 AND network = $5"#

    /// The key's values.
    var key: [String] {
        [pool.mint, pool.address, interval.rawValue, venue, pool.network]
    }

    /// The values of `$1` to `$5`.
    var parameters: [PostgresParameter] { key.map { .text($0) } }

    /// The key's values for statements that take no parameters, separated by commas.
    func literals() throws(PostgresError) -> String {
        var literals: [String] = []
        for value in key { literals.append(try PostgresLiteral(value).sql) }
        return literals.joined(separator: ", ")
    }

    /// The condition with literals.
    func literalCondition() throws(PostgresError) -> String {
        "(\(PoolSeriesID.keyColumns)) = (\(try literals()))"
    }
}
