import ChandlerParquet

extension ReaderCase {
    /// Files of the types that tables of a database have.
    static var exact: [ReaderCase] { [exactTypes, exactDoubles, exactNulls, exactPlain] }

    private static let types: [ParquetColumnType] = [
        .boolean, .date, .json, .decimal(precision: 1, scale: 0), .decimal(precision: 18, scale: 8),
        .decimal(precision: 19, scale: 19), .decimal(precision: 38, scale: 10),
    ]

    private static func columns(
        nullable: Bool,
        encoding: ParquetEncoding = .automatic
    ) -> [ParquetColumn] {
        types.map {
            ParquetColumn(
                name: $0.description,
                type: $0,
                nullable: nullable,
                encoding: encoding
            )
        }
    }

    private static func power(_ digits: Int) -> Int128 {
        (0..<digits).reduce(1) { power, _ in power * 10 }
    }

    /// As many rows as wanted, the extremes of each type first.
    private static func rows(_ count: Int, validity: [Bool]? = nil) -> [ParquetColumnData] {
        func decimals(_ digits: Int) -> ParquetColumnData {
            let most = power(digits) - 1
            let values = (0..<count).map { row -> Int128 in
                switch row {
                case 0: most
                case 1: -most
                case 2: 0
                case 3: -1
                default: Int128(row) * 1_000_003 % (most + 1) * (row % 2 == 0 ? 1 : -1)
                }
            }
            return .decimals(values, validity: validity)
        }
        // Years 1 to 9999, the span that Python's date can show.
        let days: [Int32] = [-719_162, 2_932_896, 0, -1, 19_000]
        return [
            .booleans((0..<count).map { $0 % 3 == 0 }, validity: validity),
            .dates((0..<count).map { days[$0 % 5] }, validity: validity),
            .json((0..<count).map { "{\"row\": \($0), \"é\": [1.50, null]}" }, validity: validity),
            decimals(1), decimals(18), decimals(19), decimals(38),
        ]
    }

    private static var exactTypes: Self {
        ReaderCase(
            name: "exact-types",
            columns: columns(nullable: false),
            rowGroups: [rows(1), rows(2), rows(100)],
            pageRowLimit: 9,
            writesChecksums: true
        )
    }

    private static var exactNulls: Self {
        ReaderCase(
            name: "exact-nulls",
            columns: columns(nullable: true),
            rowGroups: [
                rows(100, validity: (0..<100).map { $0 % 3 != 0 }), rows(40),
                rows(17, validity: .init(repeating: false, count: 17)),
                rows(90, validity: (0..<90).map { $0 < 60 }),
            ],
            compression: .gzip(level: 6),
            pageRowLimit: 20
        )
    }

    private static var exactPlain: Self {
        ReaderCase(
            name: "exact-plain",
            columns: columns(nullable: true, encoding: .plain),
            rowGroups: [rows(50, validity: (0..<50).map { $0 % 7 != 1 })],
            compression: .none,
            pageRowLimit: 16
        )
    }

    private static var exactDoubles: Self {
        let special: [Double] = [
            .nan, .infinity, -.infinity, 0, -0.0, .greatestFiniteMagnitude,
            -.leastNonzeroMagnitude, .pi, 1e-300, Double(nan: 0x1234, signaling: false),
        ]
        let columns = [
            ParquetColumn(name: "required", type: .double),
            ParquetColumn(name: "nullable", type: .double, nullable: true),
            ParquetColumn(name: "plain", type: .double, nullable: true, encoding: .plain),
        ]
        let groups: [[Double]] = [special, [1, -2, 3], special.filter { !$0.isNaN }, [.nan]]
        return ReaderCase(
            name: "exact-doubles",
            columns: columns,
            rowGroups: groups.map { values in
                let validity = values.indices.map { $0 % 4 != 2 }
                return [
                    .exactDoubles(values), .exactDoubles(values, validity: validity),
                    .exactDoubles(values, validity: validity),
                ]
            },
            pageRowLimit: 7
        )
    }
}
