import ChandlerCore
import ChandlerPostgres

/// `tstzmultirange` as text: `{["2024-01-01 00:00:00+00","2024-02-01 00:00:00+00"),...}`.
extension Coverage {
    /// The spans as PostgreSQL reads them.
    var multirange: String {
        "{" + ranges.map { "[\"\($0.start)\",\"\($0.end)\")" }.joined(separator: ",") + "}"
    }

    /// Reads the rows of `unnest(multirange)` as `lower`, `upper` pairs.
    init(rows: PostgresResult) throws(PostgresError) {
        var ranges: [TimeRange] = []
        for row in rows { ranges.append(TimeRange(try row.time(0), try row.time(1))) }
        self.init(ranges)
    }
}
