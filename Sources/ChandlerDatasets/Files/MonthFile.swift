import ChandlerCore

/// The file of one series, month and split while rows are added to it.
struct MonthFile {
    /// Where the file belongs, relative to the dataset's folder.
    let path: String
    let split: Split
    let month: Month
    private let file: StagedFile
    private let encoder: any RowEncoder
    private var rows = 0
    private var first: Timestamp?
    private var last: Timestamp?

    init(
        series: SeriesID,
        split: Split,
        month: Month,
        options: DatasetOptions,
        folder: OutputFolder,
        resources: EncoderResources
    ) throws(DatasetError) {
        self.split = split
        self.month = month
        path =
            "\(split.rawValue)/\(series.fileStem)-\(month.dashed).\(options.format.fileExtension)"
        file = try folder.createFile(path)
        encoder =
            switch options.format {
            case .parquetZstd, .parquetGzip:
                try ParquetRows(
                    series: series,
                    options: options,
                    file: file,
                    resources: resources
                )
            case .csvGzip:
                try CSVRows(
                    series: series,
                    options: options,
                    file: file,
                    resources: resources
                )
            }
    }

    mutating func write(_ table: inout RowTable) throws(DatasetError) {
        guard let start = table.openTimes.first, let end = table.openTimes.last else { return }
        // The encoder may keep the rows and leave another table.
        rows += table.count
        try encoder.write(&table)
        first = first ?? Timestamp(microseconds: start)
        last = Timestamp(microseconds: end)
    }

    /// Completes the file and describes it.
    func finish(series: SeriesID) throws(DatasetError) -> DatasetFile {
        try encoder.finish()
        let digest = try file.finish()
        return DatasetFile(
            path: path,
            bytes: file.byteCount,
            sha256: digest,
            content: DatasetFile.Content(
                series: series,
                split: split,
                month: month,
                rows: rows,
                firstOpenTime: first ?? month.start,
                lastOpenTime: last ?? month.start
            )
        )
    }
}
