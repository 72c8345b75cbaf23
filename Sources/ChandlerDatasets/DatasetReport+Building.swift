import ChandlerCore

extension DatasetReport {
    init(directory: String, files: [DatasetFile], tallies: [SeriesTally], plan: SplitPlan) {
        let rows = Split.allCases.map { split in
            (split, tallies.reduce(0) { $0 + ($1.rows[split] ?? 0) })
        }
        let dropped = DropReason.allCases.map { reason in
            (reason, tallies.reduce(0) { $0 + ($1.dropped[reason] ?? 0) })
        }
        var warnings: [String] = []
        for tally in tallies where tally.rows.isEmpty {
            warnings.append(
                "\(tally.series) has no rows: \(tally.candles) candles were in the range"
            )
        }
        for zone in plan.zones where rows.contains(where: { $0 == (zone.split, 0) }) {
            warnings.append(
                "\(zone.split.rawValue) (\(zone.range)) has no rows: "
                    + "choose a longer range, shorter horizons or another split"
            )
        }
        self.init(
            directory: directory,
            files: files.sorted { $0.path < $1.path },
            rows: Dictionary(uniqueKeysWithValues: rows),
            dropped: Dictionary(uniqueKeysWithValues: dropped),
            warnings: warnings
        )
    }

    /// The report with one more file.
    func adding(_ file: DatasetFile) -> DatasetReport {
        DatasetReport(
            directory: directory,
            files: (files + [file]).sorted { $0.path < $1.path },
            rows: rows,
            dropped: dropped,
            warnings: warnings
        )
    }
}

extension DatasetError {
    /// An error that tells where all the rows went.
    static func noRows(_ report: DatasetReport, _ options: DatasetOptions) -> DatasetError {
        let losses = DropReason.allCases.compactMap { reason in
            report.dropped[reason].flatMap { count in
                count > 0 ? "\(count) because \(reason.words)" : nil
            }
        }
        let candles = report.dropped.values.reduce(0, +)
        let finding =
            losses.isEmpty
            ? "no candles were found"
            : "all \(candles) candles were dropped: " + losses.joined(separator: ", ")
        return DatasetError(
            .noRows,
            "write a dataset of \(options.range) into \(quoted(options.directory)): \(finding); "
                + "nothing was written; choose a longer range, shorter horizons or fewer indicators",
            path: options.directory
        )
    }
}
