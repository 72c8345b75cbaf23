import ChandlerCore

/// The statements that make and fill one month of `market_data`.
struct Partition {
    let month: Month

    /// Such as `market_data_y2024m03`.
    var table: String { PartitionedTable.marketData.partition(month) }

    /// Waits until no other transaction is making the month.
    ///
    /// Two that make it at once would fail over the table's name; the second one then finds it
    /// there. Connections take months in ascending order, so they cannot wait in a circle.
    var lock: String { PartitionedTable.marketData.lock(month) }

    private var bounds: (String, String) {
        ("'\(month.start)'", "'\(month.end)'")
    }

    private var rangeCheck: String { "\(table)_range" }

    /// Makes the month as a table of its own.
    ///
    /// It can then be filled with `FREEZE` and indexed after the load. The CHECK lets `ATTACH`
    /// trust the rows instead of reading them.
    var createStandalone: String {
        """
        CREATE TABLE \(table) (
            LIKE market_data INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED,
            CONSTRAINT \(rangeCheck)
                CHECK ("timestamp" >= \(bounds.0) AND "timestamp" < \(bounds.1))
        )
        """
    }

    /// Makes the indexes that `ATTACH` then adopts as the parent's.
    var createIndexes: String {
        """
        ALTER TABLE \(table) ADD PRIMARY KEY (symbol, "interval", venue, "timestamp");
        CREATE INDEX \(table)_timestamp_idx ON \(table) ("timestamp")
        """
    }

    /// Makes a filled stand-alone month part of `market_data`.
    var attach: String {
        """
        ALTER TABLE market_data ATTACH PARTITION \(table)
            FOR VALUES FROM (\(bounds.0)) TO (\(bounds.1));
        ALTER TABLE \(table) DROP CONSTRAINT \(rangeCheck)
        """
    }

    /// Makes an empty month as part of `market_data`.
    var createAttached: String {
        """
        CREATE TABLE \(table) PARTITION OF market_data
            FOR VALUES FROM (\(bounds.0)) TO (\(bounds.1))
        """
    }
}
