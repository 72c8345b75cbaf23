import FoundationEssentials
import Glibc

/// Folders made, listed and removed.
enum Folder {
    /// Makes a folder and those above it.
    ///
    /// It is readable by all: a database server started by root runs as somebody else.
    static func make(_ path: String) throws(BenchError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true
            )
        } catch {
            throw BenchError(.fileFault, "make the folder \"\(path)\": \(error)")
        }
    }

    /// A path that means the same in other folders.
    static func absolute(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else {
            // Not there yet: it will be made where it is named.
            guard !path.hasPrefix("/"), let current = getcwd(nil, 0) else { return path }
            defer { free(current) }
            return String(cString: current) + "/" + path
        }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Removes a folder with everything in it; nothing happens when it is not there.
    static func remove(_ path: String) {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The files below a folder, in order of their paths.
    static func files(below path: String) -> [String] {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
        return names.sorted().map { path + "/" + $0 }.filter { file in
            var status = stat()
            return stat(file, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        }
    }

    /// Runs `body` with a new folder, which is removed afterwards.
    static func withScratch<Result>(_ body: (String) throws -> Result) throws -> Result {
        let path = try scratch()
        defer { remove(path) }
        return try body(path)
    }

    private static func scratch() throws(BenchError) -> String {
        let parent = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        var template = Array("\(parent)/chandler-bench.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw TextFile.fault("make a folder in", parent) }
        let path = String(
            decoding: template.dropLast().map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
        guard chmod(path, 0o755) == 0 else { throw TextFile.fault("open", path) }
        return path
    }
}
