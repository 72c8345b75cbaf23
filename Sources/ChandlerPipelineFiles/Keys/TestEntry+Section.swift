extension TestEntry {
    static let section = Section<TestEntry>(
        make: { TestEntry() },
        fields: [
            Field(
                "name",
                \.name,
                .words,
                isRequired: true,
                example: "a day of minutes",
                "What is tested, in words."
            ),
            Field(
                "at",
                \.at,
                .fixedMoment,
                isRequired: true,
                example: "2024-03-02T00:00:00Z",
                "The venue's time, and the moment that spans count back from."
            ),
            Field(
                "expect",
                expectation,
                example: "{exit: 0, candles: 1440}",
                "What the run must end with."
            ),
        ]
    )

    private static let expectation = Section<TestEntry>(
        make: { TestEntry() },
        fields: [
            Field("exit", \.exit, .whole(0...255), example: "75", "The exit code of the run."),
            Field(
                "candles",
                \.candles,
                .whole(0...Int.max),
                otherwise: "not tested",
                example: "1440",
                "How many rows of market_data there are."
            ),
            Field(
                "pool-candles",
                \.poolCandles,
                .whole(0...Int.max),
                otherwise: "not tested",
                example: "24",
                "How many rows of cubi.token_candles there are."
            ),
            Field(
                "tokens",
                \.tokens,
                .whole(0...Int.max),
                otherwise: "not tested",
                example: "3",
                "How many rows of cubi.token_data there are."
            ),
            Field(
                "datasets",
                \.datasets,
                .whole(0...Int.max),
                otherwise: "not tested",
                example: "1",
                "How many datasets were written."
            ),
        ]
    )
}
