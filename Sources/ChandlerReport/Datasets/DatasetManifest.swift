import ChandlerCore
import ChandlerDatasets
import Foundation

/// The parts of a dataset's manifest that a summary needs.
struct DatasetManifest: Sendable {
    /// The only version there is so far.
    static let version = 1

    let document: Document

    /// Reads the manifest of a folder.
    init(folder: String) throws(DatasetSummaryError) {
        let path = "\(folder)/manifest.json"
        guard let data = FileManager.default.contents(atPath: path) else {
            throw DatasetSummaryError(
                .noDataset,
                folder,
                "it has no manifest.json that can be read; a dataset is written by \"chandler export "
                    + "--training\""
            )
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let head = try? decoder.decode(Head.self, from: data),
            head.format == "chandler-dataset"
        else {
            throw DatasetSummaryError(
                .damagedManifest,
                folder,
                "its manifest.json is not one of Chandler's, or it is damaged; write it again"
            )
        }
        guard head.formatVersion <= Self.version else {
            throw DatasetSummaryError(
                .laterVersion,
                folder,
                "its manifest is of version \(head.formatVersion), this program knows up to "
                    + "\(Self.version): use the program that wrote it (\(head.programVersion ?? "-"))"
            )
        }
        do {
            document = try decoder.decode(Document.self, from: data)
        } catch {
            throw DatasetSummaryError(
                .damagedManifest,
                folder,
                "its manifest.json lacks what every manifest has (\(Self.words(error))); write it "
                    + "again"
            )
        }
    }

    private static func words(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "it is no JSON" }
        switch error {
        case .keyNotFound(let key, _): return "no \(quoted(key.stringValue))"
        case .typeMismatch(_, let context), .valueNotFound(_, let context),
            .dataCorrupted(let context):
            let path = context.codingPath.map(\.stringValue).joined(separator: ".")
            return "at \(quoted(path))"
        @unknown default: return "it is no JSON"
        }
    }

    private struct Head: Decodable {
        let format: String
        let formatVersion: Int
        let programVersion: String?
    }
}

extension DatasetManifest {
    struct Document: Decodable, Sendable {
        let programVersion: String
        let range: Span
        let warnings: [String]?
        let dropped: [String: Loss]
        let options: Options
        let splits: [String: Zone]
        let purge: Purge
        let embargo: Embargo
        let leakCheck: LeakCheck?
        let series: [Series]
        let columns: [Column]
        let files: [File]
    }

    struct Span: Decodable, Sendable {
        let from: Moment
        let to: Moment
        var range: TimeRange { TimeRange(from.timestamp, to.timestamp) }
    }

    struct Zone: Decodable, Sendable {
        let from: Moment
        let to: Moment
        let rows: Int
        var range: TimeRange { TimeRange(from.timestamp, to.timestamp) }
    }

    struct Loss: Decodable, Sendable {
        let rows: Int
        let reason: String
    }

    struct Options: Decodable, Sendable {
        let horizons: [Int]
        let format: String
    }

    struct Purge: Decodable, Sendable {
        let horizon: Int
    }

    struct Embargo: Decodable, Sendable {
        let candles: Int
        let boundaries: [Moment]
    }

    struct LeakCheck: Decodable, Sendable {
        let passed: Bool
    }

    struct Series: Decodable, Sendable {
        let name: String
        let interval: String
        let candles: Int
        let missingCandles: Int
    }

    struct Column: Decodable, Sendable {
        let name: String
        let role: String
        let unit: String
        let meaning: String
    }

    struct File: Decodable, Sendable {
        let path: String
        let bytes: Int64
        let sha256: String
        let split: String?
        let rows: Int?
        let firstOpenTime: Moment?
        let lastOpenTime: Moment?

        /// Its split, and its rows as they were written; `nil` for the card.
        var content: (split: Split, rows: Int)? {
            guard let split = split.flatMap(Split.init), let rows else { return nil }
            return (split, rows)
        }

        /// Whether the path stays inside the folder.
        var isInside: Bool {
            let parts = path.split(separator: "/", omittingEmptySubsequences: false)
            return !parts.contains { $0.isEmpty || $0 == "." || $0 == ".." }
        }
    }

    /// A time of the manifest.
    struct Moment: Decodable, Sendable {
        let timestamp: Timestamp

        init(from decoder: any Decoder) throws {
            let text = try decoder.singleValueContainer().decode(String.self)
            guard let timestamp = Timestamp(parsing: text) else {
                throw DecodingError.dataCorrupted(
                    .init(codingPath: decoder.codingPath, debugDescription: "no time")
                )
            }
            self.timestamp = timestamp
        }
    }
}
