import ChandlerCore
import ChandlerPostgres
import ChandlerStore

/// Reads the ledger of all series at once: four statements, whatever their number.
///
/// Nothing of it reads a candle, nor a refused row, which reporting roles do not see.
struct LedgerReader {
    let connection: PostgresConnection
    let options: ReportOptions

    /// The filter as a condition on a table with the columns of a series; `$1` to `$3`.
    static let condition = """
        ($1::text IS NULL OR venue = $1) AND ($2::text IS NULL OR symbol = $2)
            AND ($3::text IS NULL OR "interval" = $3)
        """

    private static let key = "venue, symbol, \"interval\""

    var parameters: [PostgresParameter] {
        [options.venue, options.symbol?.text, options.interval?.rawValue].map { value in
            value.map { .text($0) } ?? .null
        }
    }

    /// All series, each with its months, ordered by venue, symbol and length.
    func series() throws -> [SeriesCoverage] {
        var known = try watermarks()
        try readCoverage(&known)
        try readGaps(&known)
        let archived = try archivedMonths()
        return known.values.sorted { $0.series.isBefore($1.series) }.map {
            $0.counted(archived: archived)
        }
    }

    private func watermarks() throws -> [SeriesID: LedgerSeries] {
        let rows = try connection.query(
            """
            SELECT \(Self.key), first_open_time, watermark, indicators, stale_from
            FROM ingest_watermarks WHERE \(Self.condition)
            """,
            parameters
        )
        var known: [SeriesID: LedgerSeries] = [:]
        for row in rows {
            let series = try SeriesID(row)
            known[series] = LedgerSeries(
                series: series,
                firstOpenTime: try row.moment(3),
                watermark: try row.moment(4),
                indicators: try row.text(5).split(separator: ",").map(String.init),
                staleFrom: try row.timestampMicrosecondsIfPresent(6).map {
                    Timestamp(microseconds: $0)
                }
            )
        }
        return known
    }

    private func readCoverage(_ known: inout [SeriesID: LedgerSeries]) throws {
        let rows = try connection.query(
            """
            SELECT \(Self.key), lower(span), upper(span)
            FROM ingest_watermarks, unnest(coverage) AS span WHERE \(Self.condition)
            """,
            parameters
        )
        for row in rows {
            known[try SeriesID(row)]?.coverage.append(
                TimeRange(try row.moment(3), try row.moment(4))
            )
        }
    }

    private func readGaps(_ known: inout [SeriesID: LedgerSeries]) throws {
        for row in try connection.query(Self.gapCounts, parameters) {
            let id = try SeriesID(row)
            guard var series = known[id] else { continue }
            let isOpen = try row.text(3) == Gap.Status.open.rawValue
            let status: Gap.Status = isOpen ? .open : .confirmed
            let count = Int(try row.int64(7))
            let missing = Int(try row.int64(8))
            if isOpen { series.gapsOpen += count } else { series.gapsConfirmed += count }
            switch try row.text(4) {
            case "month":
                let month = try row.moment(5).month
                series.monthGaps.append(.init(month: month, status: status, missing: missing))
            case "long":
                let range = TimeRange(try row.moment(5), try row.moment(6))
                series.longGaps.append(Gap(range: range, missing: missing, status: status))
            default: break
            }
            known[id] = series
        }
    }

    /// Gaps by series and status: those inside a month added up, those over several one by one.
    ///
    /// The server adds up because quiet markets have gaps by the hundred thousand. Gaps after the
    /// last candle are no part of any month.
    private static let gapCounts = """
        SELECT \(key), status, place,
            CASE place WHEN 'month' THEN month WHEN 'long' THEN gap_start END,
            CASE place WHEN 'long' THEN gap_end END,
            count(*), sum(missing)::bigint
        FROM (
            SELECT venue, symbol, "interval", g.status, g.missing, g.gap_start, g.gap_end,
                date_trunc('month', g.gap_start AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS month,
                CASE
                    WHEN g.gap_start > w.watermark THEN 'beyond'
                    WHEN date_trunc('month', g.gap_start AT TIME ZONE 'UTC') = date_trunc(
                        'month', (g.gap_end - interval '1 microsecond') AT TIME ZONE 'UTC')
                        THEN 'month'
                    ELSE 'long'
                END AS place
            FROM ingest_gaps AS g JOIN ingest_watermarks AS w USING (venue, symbol, "interval")
            WHERE g.gap_end > w.first_open_time
        ) AS placed
        WHERE \(condition)
        GROUP BY \(key), status, place, 6, 7
        """

    private func archivedMonths() throws -> Set<Month> {
        Set(
            try connection.query(
                """
                SELECT DISTINCT month::timestamp AT TIME ZONE 'UTC' FROM archives
                WHERE table_name = 'market_data'
                    AND dropped_at > coalesce(restored_at, '-infinity')
                """
            ).map { try $0.moment(0).month }
        )
    }
}

extension SeriesID {
    /// Reads venue, symbol and interval, the first three columns.
    init(_ row: PostgresRow) throws {
        let length = try row.text(2)
        guard let interval = Interval(rawValue: length) else {
            throw StoreError(.inconsistent, "the stored interval \(quoted(length)) is not known")
        }
        self.init(venue: try row.text(0), symbol: try Symbol(try row.text(1)), interval: interval)
    }

    /// The order of the page: by venue, symbol and length.
    func isBefore(_ other: SeriesID) -> Bool {
        if venue != other.venue { return venue < other.venue }
        if symbol != other.symbol { return symbol < other.symbol }
        return interval.rank < other.interval.rank
    }
}

extension Interval {
    /// The length, the month as the longest.
    fileprivate var rank: Int64 { fixedMicroseconds ?? .max }
}

extension PostgresRow {
    /// A moment.
    func moment(_ column: PostgresColumn) throws(PostgresError) -> Timestamp {
        Timestamp(microseconds: try timestampMicroseconds(column))
    }
}
