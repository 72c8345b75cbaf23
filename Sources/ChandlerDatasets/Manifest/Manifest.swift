import ChandlerCore
import ChandlerIndicators

/// The document that makes a folder a dataset: what is in it, why, and from what it was made.
///
/// It holds nothing of the run that wrote it. Keys keep their order and files are sorted, so the
/// same rows and options give the same bytes.
struct Manifest {
    static let formatVersion = 1

    let options: DatasetOptions
    let plan: SplitPlan
    let tallies: [SeriesTally]
    let watermarks: [SeriesID: Timestamp]
    let files: [DatasetFile]
    let leaks: LeakCheck
    let warnings: [String]

    var text: String { document.text }

    private var document: JSONValue {
        .object([
            ("format", .string(StoredManifest.format)),
            ("format_version", .integer(Self.formatVersion)),
            ("program_version", .string(options.programVersion)),
            ("range", range(options.range)),
            ("rows", rows(tallies.map(\.rows))),
            ("dropped", dropped(tallies.map(\.dropped))),
            ("warnings", .array(warnings.map(JSONValue.string))),
            ("options", optionsObject),
            ("splits", splits),
            ("purge", purge),
            ("embargo", embargo),
            ("leak_check", leakCheck),
            ("indicator_fingerprint", .string(options.indicators.fingerprint)),
            ("series", .array(tallies.map(series))),
            ("columns", .array(columns)),
            ("files", .array(files.map(file))),
        ])
    }

    private var optionsObject: JSONValue {
        .object([
            ("series", .array(options.series.map { .string($0.description) })),
            ("indicators", .array(options.indicators.names.map(JSONValue.string))),
            ("horizons", .array(options.horizons.map(JSONValue.integer))),
            ("direction_threshold", .number(options.directionThreshold)),
            ("barrier_atr", .number(options.barrierATR)),
            ("split", .string(options.split.description)),
            ("embargo", .integer(options.embargoCandles)),
            ("drop_unlabelled", .bool(options.dropUnlabelled)),
            ("format", .string(options.format.fileExtension)),
            ("compression", .string(options.format.compressionName)),
            ("row_group_rows", .integer(options.rowGroupRows)),
        ])
    }

    private var splits: JSONValue {
        .object(
            plan.zones.map { zone in
                let count = tallies.reduce(0) { $0 + ($1.rows[zone.split] ?? 0) }
                return (
                    zone.split.rawValue,
                    .object([
                        ("from", .string(zone.range.start.description)),
                        ("to", .string(zone.range.end.description)),
                        ("rows", .integer(count)),
                    ])
                )
            }
        )
    }

    private var purge: JSONValue {
        .object([
            ("horizon", .integer(plan.longestHorizon)),
            (
                "rule",
                .string(
                    "a row is dropped when the candle \(plan.longestHorizon) intervals after it "
                        + "closes after its split ends, unless no split follows"
                )
            ),
        ])
    }

    private var embargo: JSONValue {
        .object([
            ("candles", .integer(plan.embargo)),
            ("boundaries", .array(plan.boundaries.map { .string($0.description) })),
            (
                "rule",
                .string("a row is dropped when it opens fewer candles than that after a boundary")
            ),
        ])
    }

    private var leakCheck: JSONValue {
        .object([
            ("passed", .bool(leaks.finding == nil)),
            (
                "rule",
                .string(
                    "the time from a split's first open to the end of its last label window "
                        + "ends before the next split's first open; rows as written"
                )
            ),
            (
                "splits",
                .object(
                    leaks.uses.map { use in
                        (
                            use.split.rawValue,
                            .object([
                                ("first_open_time", .string(use.range.start.description)),
                                ("last_label_end", .string(use.range.end.description)),
                            ])
                        )
                    }
                )
            ),
        ])
    }

    private var columns: [JSONValue] {
        let nulls = options.columns.indices.map { index in
            tallies.reduce(0) { $0 + $1.nulls[index] }
        }
        return zip(options.columns, nulls).map { column, nulls in
            var members: [(String, JSONValue)] = [
                ("name", .string(column.name)),
                ("type", .string(column.type.manifestName)),
                ("role", .string(column.role.rawValue)),
                ("unit", .string(column.unit)),
                ("meaning", .string(column.meaning)),
                ("nulls", .integer(nulls)),
            ]
            if let warmUp = column.warmUp { members.append(("warm_up", .integer(warmUp))) }
            return .object(members)
        }
    }

    private func series(_ tally: SeriesTally) -> JSONValue {
        // What was loaded after the range says nothing about the dataset.
        let watermark = watermarks[tally.series].map { min($0, options.range.end) }
        return .object([
            ("name", .string(tally.series.description)),
            ("venue", .string(tally.series.venue)),
            ("symbol", .string(tally.series.symbol.text)),
            ("interval", .string(tally.series.interval.rawValue)),
            ("source_watermark", .optional(watermark?.description)),
            ("first_open_time", .optional(tally.firstOpenTime?.description)),
            ("last_open_time", .optional(tally.lastOpenTime?.description)),
            ("candles", .integer(tally.candles)),
            ("missing_candles", .integer(tally.missing)),
            ("rows", rows([tally.rows])),
            ("dropped", dropped([tally.dropped])),
        ])
    }

    private func file(_ file: DatasetFile) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("path", .string(file.path)),
            ("bytes", .integer(Int(file.bytes))),
            ("sha256", .string(file.sha256)),
        ]
        if let content = file.content {
            members += [
                ("series", .string(content.series.description)),
                ("split", .string(content.split.rawValue)),
                ("month", .string(content.month.dashed)),
                ("rows", .integer(content.rows)),
                ("first_open_time", .string(content.firstOpenTime.description)),
                ("last_open_time", .string(content.lastOpenTime.description)),
            ]
        }
        return .object(members)
    }

    private func range(_ range: TimeRange) -> JSONValue {
        .object([
            ("from", .string(range.start.description)), ("to", .string(range.end.description)),
        ])
    }

    private func rows(_ counts: [[Split: Int]]) -> JSONValue {
        .object(
            Split.allCases.map { split in
                (split.rawValue, .integer(counts.reduce(0) { $0 + ($1[split] ?? 0) }))
            }
        )
    }

    private func dropped(_ counts: [[DropReason: Int]]) -> JSONValue {
        .object(
            DropReason.allCases.map { reason in
                let count = counts.reduce(0) { $0 + ($1[reason] ?? 0) }
                return (
                    reason.rawValue,
                    .object([("rows", .integer(count)), ("reason", .string(reason.words))])
                )
            }
        )
    }
}
