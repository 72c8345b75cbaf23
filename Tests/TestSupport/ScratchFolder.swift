package import Foundation

/// A folder under /tmp that other users can enter; it goes with the last reference.
package final class ScratchFolder: Sendable {
    /// Where it is.
    package let path: String

    /// Makes a folder.
    package init(_ name: String = "scratch") throws {
        let number = String(UInt32.random(in: .min ... .max), radix: 36)
        path = "/tmp/chandler-test-\(name)-\(number)"
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755]
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Makes a folder inside.
    package func folder(_ name: String) throws -> String {
        let folder = "\(path)/\(name)"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755]
        )
        return folder
    }

    /// Writes a file inside.
    package func write(_ text: String, to name: String) throws -> String {
        let file = "\(path)/\(name)"
        try text.write(toFile: file, atomically: false, encoding: .utf8)
        chmod(file, 0o644)
        return file
    }
}

/// The files below a folder, hidden ones included, by their path inside it.
package func filesBelow(_ folder: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    guard FileManager.default.fileExists(atPath: folder) else { return files }
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
        var isFolder: ObjCBool = false
        let path = "\(folder)/\(name)"
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { continue }
        files[name] = isFolder.boolValue ? Data() : FileManager.default.contents(atPath: path)
    }
    return files
}
