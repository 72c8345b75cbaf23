import ChandlerCore
import ChandlerIndicators
import ChandlerParquet

/// One column of a dataset: what the files, the manifest and the card say about it.
struct DatasetColumn: Sendable, Equatable {
    /// What a column is for.
    enum Role: String, Sendable {
        /// Names the row.
        case key
        /// The candle itself.
        case price
        /// An input of a model, known when the candle closes.
        case feature
        /// A target of a model, made from later candles.
        case label
    }

    let name: String
    let type: ParquetColumnType
    let nullable: Bool
    let unit: String
    let meaning: String
    let role: Role
    /// Candles before the first value; features only.
    let warmUp: Int?

    init(
        _ name: String,
        _ type: ParquetColumnType,
        _ role: Role,
        unit: String,
        _ meaning: String,
        nullable: Bool = false,
        warmUp: Int? = nil
    ) {
        self.name = name
        self.type = type
        self.nullable = nullable
        self.unit = unit
        self.meaning = meaning
        self.role = role
        self.warmUp = warmUp
    }
}

extension DatasetOptions {
    /// The columns in file order: key, price, features, labels by horizon.
    var columns: [DatasetColumn] {
        let features = indicators.names.map { name in
            let info = indicators.info(of: name)
            return DatasetColumn(
                name,
                .double,
                .feature,
                unit: info.unit.rawValue,
                info.meaning,
                nullable: true,
                warmUp: info.warmUp
            )
        }
        return DatasetColumn.keys + DatasetColumn.prices + features
            + horizons.flatMap(labelColumns)
    }

    private func labelColumns(of horizon: Int) -> [DatasetColumn] {
        [
            DatasetColumn(
                "label_log_return_\(horizon)",
                .double,
                .label,
                unit: "ratio",
                "log(close of the candle \(horizon) intervals later / close); null where that "
                    + "candle does not exist",
                nullable: true
            ),
            DatasetColumn(
                "label_direction_\(horizon)",
                .int32,
                .label,
                unit: "sign",
                "sign of label_log_return_\(horizon), 0 up to \(directionThreshold)",
                nullable: true
            ),
            DatasetColumn(
                "label_barrier_\(horizon)",
                .int32,
                .label,
                unit: "sign",
                "1 or -1 for the barrier at close +- \(barrierATR) * atr_14 that is touched first "
                    + "within \(horizon) candles, 0 for none, -1 where one candle touches both; "
                    + "null without atr_14 or where a candle of the window does not exist",
                nullable: true
            ),
        ]
    }
}

extension DatasetColumn {
    static let keys = [
        DatasetColumn("venue", .string, .key, unit: "text", "where the instrument trades"),
        DatasetColumn("symbol", .string, .key, unit: "text", "the venue's ticker"),
        DatasetColumn("interval", .string, .key, unit: "text", "the length of the candle"),
        DatasetColumn(
            "timestamp",
            .timestampMicroseconds,
            .key,
            unit: "UTC",
            "when the candle opens; the row is known when the candle closes, one interval later"
        ),
    ]

    static let prices = [
        DatasetColumn("open", .double, .price, unit: "price", "the first trade's price"),
        DatasetColumn("high", .double, .price, unit: "price", "the highest trade's price"),
        DatasetColumn("low", .double, .price, unit: "price", "the lowest trade's price"),
        DatasetColumn("close", .double, .price, unit: "price", "the last trade's price"),
        DatasetColumn(
            "volume",
            .double,
            .price,
            unit: "volume",
            "the traded amount in base currency"
        ),
    ]
}
