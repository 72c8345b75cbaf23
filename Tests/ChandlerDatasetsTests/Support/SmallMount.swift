import Foundation

/// A small file system in memory, mounted for one test.
final class SmallMount {
    let path: String

    static let isPossible: Bool = {
        guard geteuid() == 0, let folder = try? TestFolder() else { return false }
        return (try? SmallMount(path: folder.path + "/probe", size: "4k")) != nil
    }()

    init(path: String, size: String) throws {
        self.path = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Self.run("mount", "-t", "tmpfs", "-o", "size=\(size)", "tmpfs", path)
    }

    deinit { try? Self.run("umount", path) }

    func makeReadOnly() throws { try Self.run("mount", "-o", "remount,ro", path) }

    private static func run(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
}
