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

    @Test(arguments: ParquetColumnType.allCases, ParquetEncoding.allCases)
    func onlyFittingEncodingsAreTaken(type: ParquetColumnType, encoding: ParquetEncoding) {
        let fits =
            switch encoding {
            case .automatic, .plain: true
            case .byteStreamSplit: type == .double
            case .dictionary: type == .string
            case .deltaBinaryPacked: type != .double && type != .string
            }
        let column = ParquetColumn(name: "c", type: type, encoding: encoding)
        #expect(error(for: [column])?.code == (fits ? nil : .unsupportedEncoding))
    }
}
