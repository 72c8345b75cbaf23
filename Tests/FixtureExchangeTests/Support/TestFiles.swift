import Foundation

/// Where the package's fixtures are, found from this file.
enum TestFiles {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let candles = root.appending(path: "fixtures/candles").path
    static let small = candles + "/small"

    /// The shared reference data, or `nil` where it is not there.
    static let shared: String? = {
        let named = ProcessInfo.processInfo.environment["CHANDLER_SHARED"]
        let path = named ?? root.deletingLastPathComponent().appending(path: "shared").path
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }()

    /// Calls `body` with a new folder that is removed afterwards.
    static func withFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "fixture-exchange-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder.path)
    }

    static func write(_ text: String, to path: String) throws {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
}

/// The header of a candle file without the optional columns.
let plainHeader = "open_time_ms,open,high,low,close,volume\n"

/// 2024-01-01T00:00:00Z, when all fixtures begin.
let newYear = 1_704_067_200_000

/// That moment and so many minutes.
func minute(_ count: Int) -> Int { newYear + count * 60_000 }

/// The seconds of that moment.
func second(_ minutes: Int) -> Int { minute(minutes) / 1_000 }
