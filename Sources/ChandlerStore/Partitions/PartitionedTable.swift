public import ChandlerCore

/// A table whose rows are stored by calendar month (UTC), one partition each.
///
/// The one place that knows how months are named.
public struct PartitionedTable: Sendable, Hashable, CustomStringConvertible {
    /// The parent, such as `cubi.trade_data`.
    public let name: String
    /// The column whose month counts.
    public let column: String
    /// What all months of the table share in an advisory lock.
    private let lockName: String
    private let style: Style

    private enum Style: Sendable, Hashable {
        /// Such as `_y2024m03`.
        case marked
        /// Such as `_2024_03`.
        case plain
    }

    /// Candles, by open time: `market_data_y2024m03`.
    public static let marketData = PartitionedTable(
        name: "market_data",
        column: "timestamp",
        lockName: "chandler month",
        style: .marked
    )

    /// Trades in tokens, by entry time: `cubi.trade_data_2024_03`.
    public static let tradeData = PartitionedTable(
        name: "cubi.trade_data",
        column: "entry_time",
        lockName: "chandler month of cubi.trade_data",
        style: .plain
    )

    /// Every table with months.
    public static let all: [PartitionedTable] = [.marketData, .tradeData]

    /// The table that holds a month, such as `cubi.trade_data_2024_03`.
    public func partition(_ month: Month) -> String {
        switch style {
        case .marked: "\(name)_\(month.partitionSuffix)"
        case .plain: "\(name)_\(month.dashed.replacing("-", with: "_"))"
        }
    }

    /// The month a partition of this table is named after; `nil` for every other name.
    public func month(of partition: String) -> Month? {
        let digits = partition.dropFirst(name.count).filter(\.isASCII).filter(\.isNumber)
        guard digits.count == 6, let year = Int(digits.prefix(4)),
            let month = Int(digits.suffix(2)),
            year > 0, (1...12).contains(month)
        else { return nil }
        let found = Month(year: year, month: month)
        return self.partition(found) == partition ? found : nil
    }

    /// The table's name.
    public var description: String { name }

    /// Waits until no other transaction is making the month, as the server's functions do.
    func lock(_ month: Month) -> String {
        "SELECT pg_advisory_xact_lock(hashtext('\(lockName)'), \(month.year * 12 + month.month))"
    }
}
