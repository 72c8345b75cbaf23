extension LoadEntry {
    static let section = Section<LoadEntry>(
        make: { LoadEntry() },
        fields: [
            Field(
                "database",
                \.databaseVariable,
                .variable,
                otherwise: "what the environment says otherwise, or Chandler's own server",
                example: "WAREHOUSE_URL",
                "The variable of the environment that holds the database's URI."
            ),
            Field(
                "connections",
                \.connections,
                .whole(1...16),
                example: "4",
                "Batches loaded side by side."
            ),
            Field(
                "concurrency",
                \.concurrency,
                .whole(1...64),
                example: "8",
                "Series worked on at the same time."
            ),
            Field(
                "overlap",
                \.overlap,
                .whole(0...100_000),
                example: "10",
                "How many candles up to the last stored one are read again, because venues revise them."
            ),
            Field(
                "max-rejects",
                \.maxRejects,
                .whole(0...Int.max),
                example: "5",
                "How many rows of a series may break a rule before the run fails."
            ),
            Field(
                "patience",
                \.patienceSeconds,
                .duration(1...604_800),
                example: "10m",
                "After which time a request is given up, repetitions and pauses included."
            ),
        ]
    )
}
