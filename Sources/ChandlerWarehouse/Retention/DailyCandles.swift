import ChandlerCore
import ChandlerPostgres

/// Sums up a month's candles to days in `market_data_daily`.
///
/// A day is summed up from the interval whose candles cover the most of it, of equal ones from the
/// longest. A sum is NULL where one of its values is. A day that is there already is replaced only by
/// one that rests on as much of the day or more, so that few candles never spoil a whole day.
struct DailyCandles {
    let connection: PostgresConnection
    /// The partition that holds the month.
    let partition: String

    private static let values = """
        open, high, low, close, volume, quote_volume, trade_count, taker_buy_volume
        """

    /// The first sum that does not go into the table's `numeric(28,8)`.
    private static let beyond = "1e20"

    /// Makes sure that the sums of every day go into the table.
    ///
    /// - Throws: ``WarehouseError`` with code `badData` naming the first days whose sums do not.
    func checkSums(_ month: Month) throws {
        let days = try doing("sum up the days of \(partition)") {
            // A month whose sums are small enough has no day whose are not.
            let isLarge = try connection.query(
                """
                SELECT coalesce(greatest(sum(volume), sum(quote_volume), sum(taker_buy_volume)), 0)
                    >= \(Self.beyond) FROM ONLY \(partition)
                """
            ).firstRow().bool(0)
            if !isLarge { return [String]() }
            return try connection.query(
                """
                WITH \(Self.days(of: partition))
                SELECT venue || ':' || symbol || ' ' ||
                    to_char("timestamp" AT TIME ZONE 'UTC', 'YYYY-MM-DD')
                FROM days
                WHERE greatest(round(volume, 8), round(quote_volume, 8),
                    round(taker_buy_volume, 8)) >= \(Self.beyond)
                ORDER BY 1 LIMIT 3
                """
            ).map { try $0.text(0) }
        }
        guard days.isEmpty else {
            throw WarehouseError(
                .badData,
                "market_data \(month.dashed): the volumes of \(days.joined(separator: ", ")) add up "
                    + "to \(Self.beyond) or more, which market_data_daily cannot hold; nothing was "
                    + "dropped; correct the candles of that day, or keep the month"
            )
        }
    }

    /// Brings the month's days into the table.
    func sumUp(_ month: Month) throws {
        try checkSums(month)
        try doing("sum up the days of \(partition)") {
            try connection.execute(
                """
                WITH \(Self.days(of: partition))
                INSERT INTO market_data_daily AS stored (venue, symbol, "timestamp", \(Self.values),
                    source_interval, candle_count)
                SELECT venue, symbol, "timestamp", \(Self.values), source_interval, candle_count
                FROM days
                ON CONFLICT (symbol, venue, "timestamp") DO UPDATE SET
                    (\(Self.values), source_interval, candle_count) =
                    (\(Self.list("excluded")), excluded.source_interval, excluded.candle_count)
                WHERE \(Self.cover("excluded")) >= \(Self.cover("stored"))
                    AND (\(Self.list("stored")), stored.source_interval, stored.candle_count)
                        IS DISTINCT FROM
                        (\(Self.list("excluded")), excluded.source_interval,
                         excluded.candle_count)
                """
            )
        }
    }

    /// Makes sure that the table has every day as the candles say, or from more of them.
    ///
    /// - Throws: ``WarehouseError`` with code `badData` naming the first days that it has not.
    func check(_ month: Month) throws {
        let missing = try connection.query(
            """
            WITH \(Self.days(of: partition))
            SELECT days.venue || ':' || days.symbol || ' ' ||
                to_char(days."timestamp" AT TIME ZONE 'UTC', 'YYYY-MM-DD')
            FROM days LEFT JOIN market_data_daily AS stored USING (symbol, venue, "timestamp")
            WHERE stored.symbol IS NULL OR \(Self.cover("stored")) < \(Self.cover("days"))
                OR \(Self.cover("stored")) = \(Self.cover("days"))
                    AND (\(Self.list("stored"))) IS DISTINCT FROM (\(Self.list("days")))
            ORDER BY 1 LIMIT 3
            """
        ).map { try $0.text(0) }
        guard missing.isEmpty else {
            throw WarehouseError(
                .badData,
                "market_data \(month.dashed): market_data_daily does not have "
                    + "\(missing.joined(separator: ", ")) as the candles say; nothing was dropped; "
                    + "run retain again"
            )
        }
    }

    private static func list(_ alias: String) -> String {
        values.split(separator: ",").map { "\(alias).\($0.filter { $0 != " " })" }
            .joined(separator: ", ")
    }

    /// How many microseconds of its day a row rests on.
    private static func cover(_ alias: String) -> String {
        "(\(alias).candle_count * \(length(of: "\(alias).source_interval")))"
    }

    private static func length(of interval: String) -> String {
        let cases = Interval.allCases.compactMap { known -> String? in
            guard let length = known.fixedMicroseconds, length <= Timestamp.microsecondsPerDay
            else { return nil }
            return "WHEN '\(known.rawValue)' THEN \(length)"
        }
        return "CASE \(interval) \(cases.joined(separator: " ")) ELSE 0 END"
    }

    /// The days that the candles of a partition lead to, as common table expressions.
    private static func days(of partition: String) -> String {
        """
        candles AS (
            SELECT *, date_trunc('day', "timestamp" AT TIME ZONE 'UTC') AS day
            FROM ONLY \(partition)
        ), counted AS (
            SELECT venue, symbol, day, "interval", count(*) * \(length(of: #""interval""#)) AS cover,
                \(length(of: #""interval""#)) AS length
            FROM candles WHERE \(length(of: #""interval""#)) > 0 GROUP BY 1, 2, 3, 4
        ), chosen AS (
            SELECT DISTINCT ON (venue, symbol, day) venue, symbol, day, "interval" FROM counted
            ORDER BY venue, symbol, day, cover DESC, length DESC
        ), days AS MATERIALIZED (
            SELECT venue, symbol, day AT TIME ZONE 'UTC' AS "timestamp",
                (array_agg(open ORDER BY "timestamp"))[1] AS open,
                max(high) AS high, min(low) AS low,
                (array_agg(close ORDER BY "timestamp" DESC))[1] AS close,
                sum(volume) AS volume,
                CASE WHEN count(quote_volume) = count(*) THEN sum(quote_volume) END
                    AS quote_volume,
                CASE WHEN count(trade_count) = count(*) THEN sum(trade_count)::bigint END
                    AS trade_count,
                CASE WHEN count(taker_buy_volume) = count(*) THEN sum(taker_buy_volume) END
                    AS taker_buy_volume,
                "interval" AS source_interval, count(*) AS candle_count
            FROM candles JOIN chosen USING (venue, symbol, day, "interval")
            GROUP BY venue, symbol, day, "interval"
        )
        """
    }
}
