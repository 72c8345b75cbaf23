import Testing

@testable import ChandlerPipelineFiles

@Suite struct PlantedMistakeTests {
    @Test(arguments: keys + values + together + secrets + syntax)
    func aMistakeIsFoundWhereItIs(_ mistake: PlantedMistake) throws {
        let reading = PipelineReader.read(mistake.text, path: "p.yaml")
        let finding = try #require(reading.findings.first, "nothing was found")
        #expect(finding.message.contains(mistake.message), "\(finding)")
        #expect(finding.line == mistake.line && finding.column == mistake.column, "\(finding)")
        #expect(reading.findings.count == 1, "\(reading.findings)")
        #expect((reading.file == nil) == (finding.severity == .error))
        if let keyPath = mistake.keyPath { #expect(finding.keyPath == keyPath) }
    }

    @Test func withoutAMistakeNothingIsFound() {
        let reading = PipelineReader.read(PlantedMistake.right, path: "p.yaml")
        #expect(reading.findings.isEmpty && reading.file?.series.count == 1)
    }

    static let keys: [PlantedMistake] = [
        .series(
            "unknown key",
            symbols: "«symbol: [BTCUSDT]",
            "\"symbol\" is no key of series[0]",
            keyPath: "series[0].symbol"
        ),
        .with("unknown key of the pipeline", "«datasets: {}\n", "\"datasets\" is no key"),
        .with("a key of another place", "«connections: 3\n", "\"connections\" is no key"),
        .with("snake case", "load:\n  «max_rejects: 1\n", "\"max_rejects\" is no key of load"),
        .with(
            "key given twice",
            "description: a\nload: {overlap: 1}\n«description: b\n",
            "\"description\" is given twice; the first is in line 7"
        ),
        .series(
            "key of an entry given twice",
            from: "from: 90d\n    «from: 30d",
            "\"from\" is given twice; the first is in line 6"
        ),
        .with("quoted key given twice", "load: {\"overlap\": 1, «overlap: 2}\n", "given twice"),
        PlantedMistake(
            "no name",
            "«series:\n  - {venue: binance, symbols: A, intervals: 1m, from: 1d}\n",
            "the pipeline has no name",
            keyPath: "name"
        ),
        PlantedMistake("nothing to do", "«name: idle\n", "at least one of series, pools, tokens"),
        PlantedMistake(
            "no intervals",
            "name: p\nseries:\n  - «venue: binance\n    symbols: BTCUSDT\n    from: 1d\n",
            "series[0] has no intervals",
            keyPath: "series[0].intervals"
        ),
        PlantedMistake(
            "neither symbols nor a rule",
            "name: p\nseries:\n  - «venue: binance\n    intervals: 1m\n    from: 1d\n",
            "series[0] needs at least one of symbols and rule"
        ),
        .with("dataset without a folder", "dataset:\n  «horizons: [1]\n", "dataset has no folder"),
        .with("schedule without cron", "schedule:\n  «jitter: 5s\n", "schedule has no cron"),
        .with("a key without a value", "«dataset:\n", "dataset has no value"),
        .with("an item without a value", "notifications: [«~]\n", "notifications[0] is empty"),
        .with("a list as a key", "«[a, b]: 1\n", "the key here is no text"),
        .with(
            "a key that is a list of its own",
            "load: {overlap: 1, ? «{a: 1} : 2}\n",
            "the key here is no text"
        ),
        .with(
            "notification to nobody",
            "notifications:\n  - «on: failure\n",
            "notifications[0] needs at least one of webhook and command"
        ),
    ]

    static let values: [PlantedMistake] = [
        .series(
            "venue with a typo",
            venue: "venue: «binnance",
            "the venue \"binnance\" is not known"
        ),
        .series("an aggregator as a venue", venue: "venue: «geckoterminal", "has no symbols"),
        .series(
            "symbol with a separator",
            symbols: "symbols: [BTCUSDT, ETH«-USDT]",
            "symbols[1] was \"ETH-USDT\": a ticker",
            keyPath: "series[0].symbols[1]"
        ),
        .series("symbols with commas", symbols: "symbols: BTCUSDT«, ETHUSDT", "a ticker"),
        .series(
            "symbol twice",
            symbols: "symbols: [BTCUSDT, «btcusdt]",
            "\"BTCUSDT\" is listed twice"
        ),
        .series("no symbols", symbols: "symbols: «[]", "symbols is an empty list"),
        .series(
            "symbol that is a list",
            symbols: "symbols: [BTCUSDT, «[A, B]]",
            "symbols[1] is a list"
        ),
        .series("rule", symbols: "rule: «top:0:USDT", "a whole number from 1 to 1000 was expected"),
        .series(
            "interval with a typo",
            intervals: "intervals: [1m, «7m]",
            "the interval \"7m\" is not known"
        ),
        .series("interval in the wrong case", intervals: "intervals: «1H", "\"1H\" is not known"),
        .series("interval twice", intervals: "intervals: [1m, 1h, «1m]", "\"1m\" is listed twice"),
        .series("date that is none", from: "from: «2024-02-30", "from was \"2024-02-30\": a date"),
        .series("date with slashes", from: "from: «01/02/2024", "a date"),
        .series("span with a blank", from: "from: «90 days", "a date"),
        .series(
            "to before from",
            from: "from: 2024-06-01\n    to: «2024-05-01",
            "to is not after from"
        ),
        .series(
            "to before from, in spans",
            from: "from: 10d\n    to: «20d",
            "to is not after from"
        ),
        .series("resample in words", more: "resample: «yes", "resample was \"yes\": true or false"),
        .series("resample in quotes", more: "resample: «\"true\"", "true or false was expected"),
        .series("indicator with a typo", more: "indicators: «rsi_14x", "rsi_14x"),
        .series(
            "indicator inside a list",
            more: "indicators: core, «smaa_37 , obv",
            "the indicator \"smaa_37\" is not known",
            keyPath: "series[0].indicators"
        ),
        .series("indicator in quotes", more: "indicators: 'core, «nope_1'", "nope_1"),
        .with("name", "", "name was").replacing("name: p", with: "name: «My Pipeline"),
        .with(
            "number with a unit",
            "load:\n  connections: «4x\n",
            "connections was \"4x\": a whole number from 1 to 16"
        ),
        .with("number out of range", "load:\n  concurrency: «65\n", "from 1 to 64"),
        .with("number in quotes", "load:\n  overlap: «'3'\n", "overlap was \"3\": a whole number"),
        .with("mapping as a number", "load:\n  overlap: «{a: 1}\n", "overlap is a mapping of keys"),
        .with("text as a mapping", "load: «fast\n", "load is \"fast\": a mapping of keys"),
        .with("list as a mapping", "metrics:\n  «- file: x\n", "metrics is a list"),
        .with(
            "duration without a unit",
            "load: {patience: «90}\n",
            "a length of time with its unit"
        ),
        .with("duration", "load: {patience: «soon}\n", "a length of time such as"),
        .with(
            "format",
            "dataset: {folder: d, format: «paruqet}\n",
            "the format \"paruqet\" is not known"
        ),
        .with(
            "horizon 0",
            "dataset: {folder: d, horizons: [1, «0]}\n",
            "horizons[1] was \"0\": a whole number from 1",
            keyPath: "dataset.horizons[1]"
        ),
        .with("split", "dataset: {folder: d, split: «80/10/5}\n", "add up to 100 were expected"),
        .with("barrier", "dataset: {folder: d, barrier-atr: «0}\n", "a number greater than 0"),
        .with(
            "threshold",
            "dataset: {folder: d, direction-threshold: «.nan}\n",
            "a number from 0 on"
        ),
        .with(
            "table with a typo",
            "retention:\n  keep:\n    «market-data: 2y\n",
            "the table \"market-data\" is not known"
        ),
        .with(
            "table among only",
            "retention: {only: [market_data, «tradez]}\n",
            "\"tradez\" is not known"
        ),
        .with(
            "span of retention",
            "retention:\n  keep: {market_data: «2 years}\n",
            "a span such as 400d"
        ),
        .with(
            "privacy rule",
            "retention:\n  keep: {cubi.token_data: «1y}\n",
            "kept for 90d at most"
        ),
        .with(
            "subject",
            "maintenance: {subjects: [«vaccum]}\n",
            "the subject \"vaccum\" is not known"
        ),
        .with(
            "reindex without reindex",
            "maintenance: {subjects: [vacuum], reindex: «always}\n",
            "needs reindex among subjects"
        ),
        .with(
            "cron hour",
            "schedule:\n  deadline: 1m\n  cron: \"0 «25 * * *\"\n",
            "25",
            keyPath: "schedule.cron"
        ),
        .with("cron hour without quotes", "schedule: {cron: 0 «99 * * *, deadline: 1m}\n", "99"),
        .with("cron with too few fields", "schedule:\n  deadline: 1m\n  cron: '0 3 *«'\n", "field"),
        .with("shards", "schedule: {cron: '@daily', deadline: 1h, shards: «0}\n", "from 1 to 1024"),
        .with("occasion", "notifications: {on: «fail, command: x}\n", "the occasion \"fail\""),
        .with(
            "exit code",
            "tests:\n  - {name: a, at: 2024-01-01, expect: {exit: «300}}\n",
            "from 0 to 255"
        ),
        .with("test at a span", "tests:\n  - {name: a, at: «5d}\n", "at was \"5d\": a date"),
        .with("network", "tokens: {network: «Solana, recent: true}\n", "the name of a chain"),
        .with(
            "recent: false",
            "tokens: {recent: «false}\n",
            "recent was \"false\": true was expected"
        ),
    ]

    static let together: [PlantedMistake] = [
        .series(
            "interval that the venue lacks",
            venue: "venue: okx",
            intervals: "intervals: [1m, «8h]",
            "okx has no candles of 8h",
            keyPath: "series[0].intervals[1]"
        ),
        .series(
            "interval that cannot be joined",
            venue: "venue: kraken",
            intervals: "intervals: «1s",
            more: "resample: true",
            "kraken has no candles of 1s and none to join them from"
        ),
        .with(
            "series in two entries",
            "  - {venue: binance, symbols: [ETHUSDT, «BTCUSDT], intervals: [1h, 1m], from: 1d}\n",
            "the series binance BTCUSDT 1m is listed twice",
            keyPath: "series[1].symbols[1]"
        ),
        PlantedMistake(
            "dataset without series",
            "name: p\ntokens: {recent: true}\ndataset:\n  «folder: d\n",
            "a dataset is written of series"
        ),
        PlantedMistake(
            "two questions",
            "name: p\ntokens:\n  - recent: true\n    «query: bonk\n",
            "query cannot stand beside recent"
        ),
        PlantedMistake(
            "no question",
            "name: p\ntokens:\n  - «source: jupiter\n",
            "exactly one of mints"
        ),
        PlantedMistake(
            "no answer to the question",
            "name: p\ntokens: {source: dexscreener, recent: «true}\n",
            "dexscreener tells no newest tokens"
        ),
        PlantedMistake(
            "solana only",
            "name: p\ntokens: {network: «base, recent: true}\n",
            "jupiter knows tokens of solana only"
        ),
        PlantedMistake(
            "token's address",
            "name: p\ntokens:\n  mints:\n    - «JUPyiwrYJFskUPiHa7hkeR8VUtAeFoSYbKedZNsDv0N\n",
            "is no address on solana"
        ),
        PlantedMistake(
            "pool's address",
            "name: p\npools: {venue: geckoterminal, pools: [«abc], intervals: 1h, from: 1d}\n",
            "is no address on solana"
        ),
        PlantedMistake(
            "an exchange with pools",
            "name: p\npools: {venue: «binance, pools: x, intervals: 1h, from: 1d}\n",
            "has no pools"
        ),
        PlantedMistake(
            "interval of pools",
            "name: p\npools: {venue: geckoterminal, network: base, pools: x, intervals: [1h, «3d], from: 1d}\n",
            "geckoterminal has no candles of 3d"
        ),
        PlantedMistake(
            "pool in two entries",
            """
            name: p
            pools:
              - {venue: geckoterminal, network: base, pools: [x, y], intervals: 1h, from: 1d}
              - {venue: geckoterminal, network: base, pools: «y, intervals: [1m, 1h], from: 1d}
            """,
            "candles of \"y\" of 1h are listed twice"
        ),
        .with(
            "test twice",
            "tests:\n  - {name: a, at: 2024-01-01}\n  - {name: «a, at: 2024-01-02}\n",
            "two test cases are called \"a\""
        ),
        .with(
            "schedule without a deadline",
            "schedule: {cron: «'*/5 * * * *'}\n",
            "has no deadline"
        ),
        .with(
            "deadline longer than the period",
            "schedule: {cron: '*/5 * * * *', deadline: «5m}\n",
            "not shorter than the 5m between two runs"
        ),
    ]

    static let secrets: [PlantedMistake] = [
        .with(
            "a URI with a password",
            "load: {database: «postgres://app:hunter2@db/x}\n",
            "a password, key or hook"
        ),
        .with("a URI for a variable", "load: {database: «postgres://db/x}\n", "this is an address"),
        .with(
            "a key for a variable",
            "notifications: {webhook: «aKey8237482}\n",
            "was a text (not repeated)"
        ),
        .with(
            "a hook",
            "notifications: {webhook: «'https://hooks.example.com/T0/B1/hunter2'}\n",
            "a password, key or hook"
        ),
        .with(
            "a password in the description",
            "description: «see https://me:hunter2@example.com/\n",
            "a password, key or hook"
        ),
        .with("a push gateway", "metrics: {push: «http://10.0.0.1:9091/}\n", "this is an address"),
    ]

    static let syntax: [PlantedMistake] = [
        PlantedMistake("empty", "«", "the file is empty"),
        PlantedMistake("only a comment", "«# nothing\n", "the file is empty"),
        PlantedMistake("a list", "«- a\n", "the file is a list"),
        PlantedMistake("a word", "«hello\n", "the file is \"hello\""),
        .with("tab", "load:\n«\toverlap: 3\n", "indented by a tab"),
        .with(
            "cron without quotes",
            "schedule:\n  cron: «*/5 * * * *\n",
            "cannot begin with * or &"
        ),
        .with("anchor", "load: «&fast {overlap: 3}\n", "an anchor (&name)"),
        .with("merge key", "load:\n  «<<: {overlap: 3}\n", "a merge key (<<)"),
        .with("undefined alias", "load: «*fast\n", "an alias (*name)"),
        .with("tag", "load: {overlap: «!!int 3}\n", "a tag (!name)"),
        .with("second document", "«---\nname: q\n", "a second document begins here"),
        .with(
            "open quote",
            "description: «\"never closed\n",
            "the quote that begins here is never closed"
        ),
        .with("open list", "load: {overlap: 3\n«", "was expected here"),
        .with("colon in a text", "description: a«: b\n", "a \":\" cannot stand here"),
        .with(
            "indentation",
            "load:\n  overlap: 3\n «connections: 2\n",
            "does not fit the indentation"
        ),
        .with(
            "no colon",
            "load:\n  overlap: 3\n«connections\nmetrics: {file: x}\n",
            "a \":\" after it"
        ),
        .with("at sign", "description: «@daily\n", "cannot begin with \"@\""),
        .with("control character", "description: a«\u{1}b\n", "the control character U+0001"),
    ]
}

extension PlantedMistake {
    func replacing(_ text: String, with other: String) -> PlantedMistake {
        PlantedMistake(testDescription, self.text.replacing(text, with: other), message)
    }
}
