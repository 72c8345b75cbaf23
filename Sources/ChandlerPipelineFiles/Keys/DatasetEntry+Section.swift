import ChandlerDatasets

extension DatasetEntry {
    static let section = Section<DatasetEntry>(
        make: { DatasetEntry() },
        fields: [
            Field(
                "folder",
                \.folder,
                .place("a folder"),
                isRequired: true,
                example: "datasets/core",
                "The folder; each series has a folder of its own inside it."
            ),
            Field(
                "from",
                \.from,
                .moment,
                otherwise: "the series' own",
                example: "365d",
                "The first moment in it, in UTC."
            ),
            Field(
                "to",
                \.to,
                .moment,
                otherwise: "the series' own",
                example: "2024-06-30",
                "The first moment not in it any more, in UTC."
            ),
            Field("format", \.format, .datasetFormat, example: "csv.gz", "How rows are stored."),
            Field(
                "horizons",
                \.horizons,
                .list(of: .whole(1...100_000), identity: { "\($0)" }, mayBeEmpty: true),
                example: "[1, 15]",
                "How many candles ahead labels look; the empty list for no labels."
            ),
            Field(
                "direction-threshold",
                \.directionThreshold,
                .number(above: 0, isIncluded: true),
                example: "0.0005",
                "Log returns up to this size count as no direction."
            ),
            Field(
                "barrier-atr",
                \.barrierATR,
                .number(above: 0, isIncluded: false),
                example: "1.5",
                "The distance of the triple barrier's barriers, in units of atr_14."
            ),
            Field(
                "split",
                \.split,
                .split,
                example: "80/10/10",
                "The shares of train, validation and test, by time."
            ),
            Field(
                "embargo",
                \.embargo,
                .whole(0...100_000),
                otherwise: "the longest horizon",
                example: "120",
                "Candles dropped after each boundary of the split."
            ),
            Field(
                "drop-unlabelled",
                \.dropUnlabelled,
                .flag,
                example: "true",
                "Whether rows are dropped in which a label is unknown."
            ),
        ],
        check: { entry, path, inspection in
            checkSpan(entry.from, entry.to, path, &inspection)
        }
    )
}
