import Foundation

/// A small file system in memory, mounted while the object lives.
package final class SmallMount: Sendable {
    /// Where it is.
    package let path: String

    /// Whether this user may mount here.
    package static let isPossible: Bool = {
        guard geteuid() == 0, let folder = try? ScratchFolder("mount") else { return false }
        return (try? SmallMount(folder.path + "/probe", size: "64k")) != nil
    }()

    /// Makes the folder and mounts.
    package init(_ path: String, size: String) throws {
        self.path = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Self.run("mount", "-t", "tmpfs", "-o", "mode=755,size=\(size)", "tmpfs", path)
    }

    deinit { try? Self.run("umount", "-l", path) }

    /// Gives it another size.
    package func resize(_ size: String) throws {
        try Self.run("mount", "-o", "remount,size=\(size)", path)
    }

    private static func run(_ words: String...) throws {
        guard try RunningProgram(words).blockUntilEnd() == 0 else {
            throw TestFailure("run \(words)")
        }
    }
}
