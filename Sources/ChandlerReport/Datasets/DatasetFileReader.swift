import ChandlerParquet
import Foundation

/// Reads columns of one data file of a dataset as doubles, a part of the rows after the other.
struct DatasetFileReader {
    /// A file that is not as it should be.
    struct Fault: Error {
        let words: String
    }

    /// The most bytes a compressed text file may unpack to.
    static let textLimit = 1 << 29

    let path: String
    var isParquet: Bool { path.hasSuffix(".parquet") }

    /// How many columns are read at once: text is unpacked again for each group.
    static func groupSize(format: String) -> Int { format == "parquet" ? 6 : 16 }

    /// Counts the rows without reading their values where the format tells them.
    func rowCount() throws(Fault) -> Int {
        if isParquet { return Int(try parquet().rowCount) }
        return try text().rows
    }

    /// Hands on the values of some columns, in order of the rows.
    ///
    /// - Parameters:
    ///   - names: The columns.
    ///   - body: Gets a part of all of them.
    /// - Throws: What is wrong with the file.
    func read(_ names: [String], _ body: ([ColumnPart]) -> Void) throws(Fault) {
        if isParquet { try readParquet(names, body) } else { body(try text().columns(names)) }
    }

    // MARK: - Parquet

    private func parquet() throws(Fault) -> ParquetFileReader {
        do throws(ParquetError) {
            return try ParquetFileReader(source: try FileBytes(path))
        } catch {
            throw Fault(words: error.message)
        }
    }

    private func readParquet(
        _ names: [String],
        _ body: ([ColumnPart]) -> Void
    ) throws(Fault) {
        let reader = try parquet()
        let all = reader.schema.columns.map(\.name)
        var places: [Int] = []
        for name in names {
            guard let place = all.firstIndex(of: name) else {
                throw Fault(words: "it has no column \(name)")
            }
            places.append(place)
        }
        for group in 0..<reader.rowGroupCount {
            let data: [ParquetColumnData]
            do throws(ParquetError) {
                data = try reader.readRowGroup(group, columns: places)
            } catch {
                throw Fault(words: error.message)
            }
            var parts: [ColumnPart] = []
            for (name, column) in zip(names, data) {
                guard let part = ColumnPart(column) else {
                    throw Fault(words: "its column \(name) holds no numbers")
                }
                parts.append(part)
            }
            body(parts)
        }
    }

    // MARK: - Text

    private func text() throws(Fault) -> DatasetText {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Fault(words: "it cannot be read")
        }
        do throws(ParquetError) {
            return DatasetText(try Gzip.decompress([UInt8](data), limit: Self.textLimit))
        } catch {
            throw Fault(words: error.message)
        }
    }
}

extension ColumnPart {
    /// The numbers of a Parquet column; `nil` where it has none.
    init?(_ data: ParquetColumnData) {
        switch data {
        case .doubles(let values): self.init(values: values)
        case .exactDoubles(let values, let validity):
            self.init(values: values, validity: validity)
        case .int32(let values, let validity):
            self.init(values: values.map(Double.init), validity: validity)
        case .int64(let values, let validity):
            self.init(values: values.map(Double.init), validity: validity)
        default: return nil
        }
    }
}
