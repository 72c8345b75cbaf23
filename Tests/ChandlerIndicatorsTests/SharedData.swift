import Foundation
import Testing

/// The reference data beside the package: the folder CHANDLER_SHARED names, or ../shared.
enum SharedData {
    static let folder: URL? = {
        let named = ProcessInfo.processInfo.environment["CHANDLER_SHARED"]
        let root =
            named.map { URL(fileURLWithPath: $0) } ?? packageRoot.appending(path: "../shared")
        let data = root.appending(path: "data/indicators")
        return FileManager.default.fileExists(atPath: data.path)
            ? root.appending(path: "data") : nil
    }()

    /// In CI the data must be there; elsewhere its absence skips the tests that need it.
    static var isRequired: Bool { ProcessInfo.processInfo.environment["CI"] == "true" }

    static var packageRoot: URL {
        URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    }

    static let reason: Comment =
        "the reference data is absent: neither CHANDLER_SHARED nor ../shared holds data/indicators"

    static var isUsable: Bool { folder != nil || isRequired }
}

/// A text file of comma-separated values with a header line; `#` begins a comment line.
struct Table {
    let header: [String]
    let rows: [[Substring]]

    /// Reads a file, through `gzip -dc` when its name ends in gz.
    init(_ url: URL) throws {
        let data = url.pathExtension == "gz" ? try Self.unpacked(url) : try Data(contentsOf: url)
        let text = String(decoding: data, as: UTF8.self)
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        header = try #require(lines.first).split(separator: ",").map(String.init)
        rows = lines.dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    }

    /// A column's values; NaN where the field is empty.
    func column(_ name: String) throws -> [Double] {
        let index = try #require(header.firstIndex(of: name))
        return try rows.map { row in
            row[index].isEmpty ? .nan : try #require(Double(row[index]))
        }
    }

    private static func unpacked(_ url: URL) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", url.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "gzip -dc \(url.path) failed")
        return data
    }
}
