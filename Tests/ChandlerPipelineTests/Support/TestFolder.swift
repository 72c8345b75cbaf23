import Foundation

/// A folder of its own for one test, removed when the test is over.
final class TestFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "/chandler-pipeline-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The content of every file inside a folder of this one, by relative path.
    func contents(of name: String) throws -> [String: Data] {
        let base = path + "/" + name
        var result: [String: Data] = [:]
        for file in try FileManager.default.subpathsOfDirectory(atPath: base) {
            var isFolder: ObjCBool = false
            let full = base + "/" + file
            if FileManager.default.fileExists(atPath: full, isDirectory: &isFolder),
                !isFolder.boolValue
            {
                result[file] = try Data(contentsOf: URL(fileURLWithPath: full))
            }
        }
        return result
    }
}
