import Foundation

/// A folder of one test, removed with everything in it when the test is over.
final class ScratchFolder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory
            .appending(path: "chandler-http-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The text of a file in it.
    func text(_ name: String) throws -> String {
        try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
    }

    /// Puts a text in the place of a file in it.
    func write(_ text: String, _ name: String) throws {
        try text.write(toFile: "\(path)/\(name)", atomically: false, encoding: .utf8)
    }

    /// The names of the files in a folder of it, in order.
    func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)").sorted()
    }

    /// Every byte of every file in it.
    func everything() throws -> String {
        let names = try FileManager.default.subpathsOfDirectory(atPath: path)
        return names.map { name in
            let data = FileManager.default.contents(atPath: "\(path)/\(name)") ?? Data()
            return name + String(decoding: data, as: UTF8.self)
        }.joined(separator: "\n")
    }
}
