import ChandlerCore
import ChandlerIndicators

/// The `README.md` of a dataset: front matter for loaders, then the same facts for people.
///
/// **Source:** Hugging Face, "Dataset Cards" (metadata) and "Structure your repository" (configs).
struct DatasetCard {
    let options: DatasetOptions
    let plan: SplitPlan
    let tallies: [SeriesTally]
    let files: [DatasetFile]

    var text: String { frontMatter + "\n" + title + splits + columns + labels + loading }

    private var totalRows: Int { tallies.flatMap(\.rows.values).reduce(0, +) }

    /// The splits with files, in order.
    private var present: [Split] {
        Split.allCases.filter { split in files.contains { $0.content?.split == split } }
    }

    private var symbols: String { options.series.map(\.symbol.text).joined(separator: ", ") }

    private var frontMatter: String {
        var lines = [
            "---",
            "pretty_name: " + JSONValue.escaped("Candles of \(symbols)"),
            "license: other",
            "license_name: \"see the terms of the venue\"",
            "task_categories:",
            "- time-series-forecasting",
            "tags:",
            "- finance",
            "- time-series",
            "size_categories:",
            "- " + Self.sizeCategory(totalRows),
            "configs:",
            "- config_name: default",
            "  data_files:",
        ]
        for split in present {
            lines.append("  - split: \(split.rawValue)")
            lines.append("    path: \"\(split.rawValue)/*.\(options.format.fileExtension)\"")
        }
        return (lines + dataFeatures + ["---"]).joined(separator: "\n") + "\n"
    }

    /// The columns' types, for Parquet only: a CSV has none of its own to agree with.
    private var dataFeatures: [String] {
        guard options.format != .csvGzip else { return [] }
        return ["dataset_info:", "  features:"]
            + options.columns.flatMap { column in
                ["  - name: \(column.name)", "    dtype: \(column.type.manifestName)"]
            }
    }

    private var title: String {
        let names = options.series.map { "`\($0)`" }.joined(separator: ", ")
        return """
            # Candles of \(symbols)

            \(totalRows) rows of \(names), \(options.range.start.description) to \
            \(options.range.end.description): candles, \(options.indicators.names.count) indicators \
            and labels, written by Chandler \(options.programVersion). `manifest.json` holds every \
            option, count, boundary and checksum.


            """
    }

    private var splits: String {
        var text = "## Splits\n\n| split | from | to | rows |\n|---|---|---|---|\n"
        for zone in plan.zones {
            let rows = tallies.reduce(0) { $0 + ($1.rows[zone.split] ?? 0) }
            text +=
                "| \(zone.split.rawValue) | \(zone.range.start) | \(zone.range.end) | \(rows) |\n"
        }
        text += "\nNot every candle is a row:\n\n| candles | why they are missing |\n|---|---|\n"
        for reason in DropReason.allCases {
            let count = tallies.reduce(0) { $0 + ($1.dropped[reason] ?? 0) }
            text += "| \(count) | \(reason.words) |\n"
        }
        return text + "\n"
    }

    private var columns: String {
        var text = "## Columns\n\n| name | type | unit | role | meaning |\n|---|---|---|---|---|\n"
        for column in options.columns {
            text += "| `\(column.name)` | \(column.type.manifestName) | \(column.unit) | "
            text += "\(column.role.rawValue) | \(column.meaning) |\n"
        }
        return text + "\n"
    }

    private var labels: String {
        """
        A feature of a row uses candles up to and including that row, which is known when its
        candle closes; a label uses later candles only. Features and returns have ten significant
        digits; what is undefined is null. Missing candles are never filled in: a label whose
        candle does not exist is null.


        """
    }

    private var loading: String {
        let ending = options.format.fileExtension
        let read = options.format == .csvGzip ? "read_csv" : "read_parquet"
        return """
            ## Loading

            ```python
            from datasets import load_dataset
            dataset = load_dataset("path/to/this/folder")

            import glob, pandas
            train = pandas.concat(pandas.\(read)(name) for name in sorted(glob.glob("train/*.\(ending)")))
            ```

            """
    }

    /// The size class in the words of the Hugging Face hub.
    static func sizeCategory(_ rows: Int) -> String {
        let limits: [(Int, String)] = [
            (1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"),
            (1_000_000, "100K<n<1M"), (10_000_000, "1M<n<10M"), (100_000_000, "10M<n<100M"),
            (1_000_000_000, "100M<n<1B"),
        ]
        return limits.first { rows < $0.0 }?.1 ?? "1B<n<10B"
    }
}
