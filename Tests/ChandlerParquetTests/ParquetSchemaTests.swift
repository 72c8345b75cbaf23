import ChandlerParquet
import Testing

@Suite struct ParquetSchemaTests {
    private func error(for columns: [ParquetColumn]) -> ParquetError? {
        do throws(ParquetError) {
            _ = try ParquetSchema(columns: columns)
            return nil
        } catch {
            return error
        }
    }

    @Test func schemaWithoutColumnsIsRefused() {
        #expect(error(for: [])?.code == .invalidSchema)
    }

    @Test func emptyNameIsRefused() {
        #expect(error(for: [ParquetColumn(name: "", type: .double)])?.code == .invalidSchema)
    }

    @Test func repeatedNameIsRefusedByName() {
        let column = ParquetColumn(name: "close", type: .double)
        let error = error(for: [column, column])
        #expect(error?.code == .invalidSchema)
        #expect(error?.context.column == "close")
        #expect(error?.message.contains("\"close\"") == true)
    }

    @Test func namesThatDifferInBytesAreTaken() {
        let names = ["a", "A", "\u{E9}", "e\u{301}"]
        #expect(error(for: names.map { ParquetColumn(name: $0, type: .int32) }) == nil)
    }

    @Test func longNameIsCutInTheMessage() {
        let name = String(repeating: "n", count: 500)
        let column = ParquetColumn(name: name, type: .string, encoding: .byteStreamSplit)
        let message = error(for: [column])?.message ?? ""
        #expect(message.contains(String(repeating: "n", count: 80) + "…"))
        #expect(!message.contains(String(repeating: "n", count: 81)))
    }

    private static let types: [ParquetColumnType] = [
        .double, .int64, .int32, .timestampMicroseconds, .string, .boolean, .date, .json,
        .decimal(precision: 18, scale: 8), .decimal(precision: 19, scale: 0),
    ]

    @Test(arguments: types, ParquetEncoding.allCases)
    func onlyFittingEncodingsAreTaken(type: ParquetColumnType, encoding: ParquetEncoding) {
        let isInteger: Set<ParquetColumnType> = [
            .int64, .int32, .timestampMicroseconds, .date, .decimal(precision: 18, scale: 8),
        ]
        let fits =
            switch encoding {
            case .automatic, .plain: true
            case .byteStreamSplit: type == .double
            case .dictionary: type == .string || type == .json
            case .deltaBinaryPacked: isInteger.contains(type)
            }
        let column = ParquetColumn(name: "c", type: type, encoding: encoding)
        #expect(error(for: [column])?.code == (fits ? nil : .unsupportedEncoding))
    }

    @Test(arguments: [(0, 0), (39, 0), (5, 6), (5, -1), (.max, 0), (-3, -5)])
    func digitsThatNoDecimalHasAreRefused(precision: Int, scale: Int) {
        let type = ParquetColumnType.decimal(precision: precision, scale: scale)
        let error = error(for: [ParquetColumn(name: "price", type: type)])
        #expect(error?.code == .invalidSchema)
        #expect(error?.context.column == "price")
        #expect(error?.message.contains("decimal(\(precision),\(scale))") == true)
    }

    @Test(arguments: [(1, 0), (1, 1), (18, 18), (19, 8), (38, 38)])
    func digitsThatADecimalCanHaveAreTaken(precision: Int, scale: Int) {
        let type = ParquetColumnType.decimal(precision: precision, scale: scale)
        #expect(error(for: [ParquetColumn(name: "price", type: type)]) == nil)
    }
}
