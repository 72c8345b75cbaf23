import ChandlerParquet

extension ReaderCase {
    /// Every file that the readers must open.
    static var all: [ReaderCase] {
        [
            smallest, empty, emptyThenFull, kinds, withoutStatistics, specialDoubles, extremes,
            nulls, texts, manyTexts, repeatedTexts, plain, wide, large,
        ] + random + exact
    }

    private static let basicTypes: [ParquetColumnType] = [
        .double, .int64, .int32, .timestampMicroseconds, .string,
    ]
    private static let oneOfEach = basicTypes.map {
        ParquetColumn(name: $0.description, type: $0)
    }

    private static func row(_ number: Int) -> [ParquetColumnData] {
        [
            .doubles([Double(number) + 0.5]), .int64([Int64(number)]), .int32([Int32(number)]),
            .timestamps([1_640_995_200_000_000 + Int64(number)]), .strings(["text \(number)"]),
        ]
    }

    private static var smallest: Self {
        ReaderCase(name: "one-row", columns: oneOfEach, rowGroups: [row(1)])
    }

    private static var empty: Self {
        ReaderCase(name: "no-rows", columns: oneOfEach, rowGroups: [])
    }

    private static var emptyThenFull: Self {
        let nothing: [ParquetColumnData] = [
            .doubles([]), .int64([]), .int32([]), .timestamps([]), .strings([]),
        ]
        return ReaderCase(
            name: "empty-row-group",
            columns: oneOfEach,
            rowGroups: [nothing, row(1), nothing, row(2)]
        )
    }

    private static var kinds: Self {
        ReaderCase(
            name: "metadata",
            columns: oneOfEach,
            rowGroups: [row(1), row(-2)],
            metadata: [
                ParquetKeyValue(key: "series", value: "binance BTCUSDT 1m"),
                ParquetKeyValue(key: "empty", value: ""), ParquetKeyValue(key: "ü", value: "✓"),
            ],
            compression: .none
        )
    }

    private static var withoutStatistics: Self {
        ReaderCase(
            name: "without-statistics",
            columns: oneOfEach,
            rowGroups: [row(1)],
            writesStatistics: false
        )
    }

    private static var specialDoubles: Self {
        let special: [Double] = [
            .nan, .infinity, -.infinity, 0, -0.0, .greatestFiniteMagnitude,
            -.leastNonzeroMagnitude, .pi, .signalingNaN, 1e-300,
        ]
        let columns = [
            ParquetColumn(name: "required", type: .double),
            ParquetColumn(name: "nullable", type: .double, nullable: true),
            ParquetColumn(name: "plain", type: .double, encoding: .plain),
        ]
        let groups: [[Double]] = [
            special, [.nan], [.nan, .nan, 1], [0, 0], [-0.0], [.infinity, .infinity],
            [-.infinity], .init(repeating: .nan, count: 50), special + special + special,
        ]
        return ReaderCase(
            name: "special-doubles",
            columns: columns,
            rowGroups: groups.map { [.doubles($0), .doubles($0), .doubles($0)] },
            pageRowLimit: 7
        )
    }

    private static var extremes: Self {
        let wide: [Int64] = [.min, .max, 0, -1, .max, .min, .min, 1, .max]
        let narrow: [Int32] = [.min, .max, 0, -1, .max, .min, .min, 1, .max]
        // Years 1 to 9999, the span that Python's datetime can show.
        let times: [Int64] = [
            -62_135_596_800_000_000, 253_402_300_799_999_999, 0, -1, 1, 999_999,
            -1_000_001, 1_640_995_200_000_000, 1_640_995_260_000_000,
        ]
        return ReaderCase(
            name: "extremes",
            columns: [
                ParquetColumn(name: "wide", type: .int64),
                ParquetColumn(name: "narrow", type: .int32),
                ParquetColumn(name: "times", type: .timestampMicroseconds),
            ],
            rowGroups: [[.int64(wide), .int32(narrow), .timestamps(times)]]
        )
    }

    private static func nullable(_ isNull: (Int) -> Bool, count: Int) -> [ParquetColumnData] {
        let present = (0..<count).map { isNull($0) ? nil : Int64($0) * 1_000_003 }
        return [
            .doubles(present.map { $0.map { Double($0) / 7 } ?? .nan }),
            .optionalInt64(present),
            .optionalInt32(present.map { $0.map { Int32(truncatingIfNeeded: $0) } }),
            .optionalTimestamps(present),
            .optionalStrings(present.map { $0.map { "text \($0 % 11)" } }),
        ]
    }

    private static var nulls: Self {
        ReaderCase(
            name: "nulls",
            columns: basicTypes.map {
                ParquetColumn(name: $0.description, type: $0, nullable: true)
            },
            rowGroups: [
                nullable({ _ in false }, count: 40), nullable({ _ in true }, count: 40),
                nullable({ $0 % 3 == 0 }, count: 100), nullable({ $0 < 19 }, count: 100),
                nullable({ $0 >= 90 }, count: 100), nullable({ _ in true }, count: 1),
                nullable({ (20..<60).contains($0) }, count: 61),
            ],
            pageRowLimit: 20
        )
    }

    private static var texts: Self {
        let values = [
            "", "a", "\u{E9}", "e\u{301}", "日本語", "🕯️", "nul \0 inside", "line\nbreak", "\"",
            "\\", "'", String(repeating: "🪙 long ", count: 30_000), " ", "a", "",
        ]
        return ReaderCase(
            name: "texts",
            columns: [
                ParquetColumn(name: "dictionary", type: .string),
                ParquetColumn(name: "plain", type: .string, nullable: true, encoding: .plain),
                ParquetColumn(name: "short", type: .string),
            ],
            rowGroups: [
                [
                    .strings(values),
                    .strings(values, validity: values.indices.map { $0 % 4 != 1 }),
                    .strings(values.map { String($0.prefix(3)) }),
                ]
            ],
            withoutBounds: ["dictionary", "plain"]
        )
    }

    private static var manyTexts: Self {
        let values = (0..<60_000).map { "a text with the number \($0)" }
        return ReaderCase(
            name: "many-texts",
            columns: [
                ParquetColumn(name: "automatic", type: .string),
                ParquetColumn(name: "dictionary", type: .string, encoding: .dictionary),
            ],
            rowGroups: [[.strings(values), .strings(values)]],
            pageRowLimit: 25_000,
            withoutDictionary: ["automatic"]
        )
    }

    private static var repeatedTexts: Self {
        ReaderCase(
            name: "repeated-texts",
            columns: [
                ParquetColumn(name: "venue", type: .string),
                ParquetColumn(name: "symbol", type: .string, nullable: true),
                ParquetColumn(name: "interval", type: .string, encoding: .plain),
            ],
            rowGroups: [1, 1000].map { count in
                [
                    .repeatedString("binance", count: count),
                    .repeatedString("", count: count), .repeatedString("1m", count: count),
                ]
            },
            pageRowLimit: 300
        )
    }

    private static var plain: Self {
        ReaderCase(
            name: "plain",
            columns: basicTypes.map {
                ParquetColumn(name: $0.description, type: $0, nullable: true, encoding: .plain)
            },
            rowGroups: [
                nullable({ $0 % 5 == 2 }, count: 50), nullable({ _ in true }, count: 9),
                nullable({ _ in false }, count: 9),
            ],
            compression: .gzip(level: 6),
            pageRowLimit: 16
        )
    }

    private static var wide: Self {
        ReaderCase(
            name: "it's wide",
            columns: (0..<40).map {
                ParquetColumn(name: "\"spalte ü\" \($0).x", type: .double, nullable: $0 % 2 == 0)
            },
            rowGroups: [(0..<40).map { .doubles([Double($0), -Double($0)]) }]
        )
    }

    private static var large: Self {
        var random = SeededRandom(seed: 1)
        var close = 40_000.0
        let count = 300_000
        let closes = (0..<count).map { row -> Double in
            close += Double.random(in: -1...1, using: &random)
            return row < 199 ? .nan : close
        }
        let start: Int64 = 1_640_995_200_000_000
        return ReaderCase(
            name: "large",
            columns: [
                ParquetColumn(name: "timestamp", type: .timestampMicroseconds),
                ParquetColumn(name: "venue", type: .string),
                ParquetColumn(name: "close", type: .double, nullable: true),
                ParquetColumn(name: "trades", type: .int64),
            ],
            rowGroups: [
                [
                    .timestamps((0..<count).map { start + Int64($0) * 60_000_000 }),
                    .repeatedString("binance", count: count), .doubles(closes),
                    .int64((0..<count).map { _ in Int64.random(in: 0..<5000, using: &random) }),
                ]
            ]
        )
    }

    /// Files of random shape; their seed is part of their name.
    private static var random: [ReaderCase] {
        (1...12).map { seed in
            var random = SeededRandom(seed: UInt64(seed))
            let codecs: [ParquetCompression] = [.zstd(level: 1), .gzip(level: 1), .none]
            let groups = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                randomGroup(&random)
            }
            return ReaderCase(
                name: "random-seed-\(seed)",
                columns: basicTypes.map {
                    ParquetColumn(name: $0.description, type: $0, nullable: true)
                },
                rowGroups: groups,
                compression: codecs[seed % 3],
                pageRowLimit: Int.random(in: 1...700, using: &random)
            )
        }
    }

    private static func randomGroup(_ random: inout SeededRandom) -> [ParquetColumnData] {
        let count = Int.random(in: 1...1500, using: &random)
        let nullShare = ([0, 0.02, 0.5, 0.98, 1] as [Double]).randomElement(using: &random) ?? 0
        let stretch = Int.random(in: 1...60, using: &random)
        var isNull = false
        let validity = (0..<count).map { row -> Bool in
            if row % stretch == 0 { isNull = Double.random(in: 0..<1, using: &random) < nullShare }
            return !isNull
        }
        let bits = Int.random(in: 1...50, using: &random)
        let numbers = (0..<count).map { _ in Int64(bitPattern: random.next()) >> (64 - bits) }
        let kinds = Int64.random(in: 1...40, using: &random)
        return [
            .doubles(zip(numbers, validity).map { $1 ? Double($0) / 64 : .nan }),
            .int64(numbers, validity: validity),
            .int32(numbers.map { Int32(truncatingIfNeeded: $0) }, validity: validity),
            .timestamps(numbers, validity: validity),
            .strings(numbers.map { "text \($0 % kinds)" }, validity: validity),
        ]
    }
}
