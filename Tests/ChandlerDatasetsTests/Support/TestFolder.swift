import Foundation

/// A folder of its own for one test, removed when the test is over.
final class TestFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "/chandler-datasets-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The content of every file inside, hidden ones too, by relative path.
    func contents(of name: String = "") throws -> [String: Data] {
        let base = URL(fileURLWithPath: path).appendingPathComponent(name).path
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

    /// Writes a small file, with the folders above it.
    func put(_ text: String, at name: String) throws {
        let url = URL(fileURLWithPath: path).appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: url)
    }
}
