import ArgumentParser
import ChandlerCore
import Foundation

/// A file with one entry a line, as `@FILE` names it; `#` begins a comment.
enum ListFile {
    /// Reads the entries with the numbers of their lines.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - what: What it lists, for messages, such as `symbols`.
    /// - Returns: The entries, without blanks and comments.
    /// - Throws: `ValidationError` where it cannot be read or lists nothing.
    static func entries(_ path: String, of what: String) throws -> [(line: Int, text: String)] {
        let content: String
        do {
            content = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw ValidationError("the list of \(what) \(quoted(path)) cannot be read as text")
        }
        let lines = content.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let entries = lines.enumerated().compactMap { index, line in
            let entry = line.prefix { $0 != "#" }.trimmingCharacters(in: .whitespaces)
            return entry.isEmpty ? nil : (line: index + 1, text: entry)
        }
        if entries.isEmpty {
            throw ValidationError("the list of \(what) \(quoted(path)) names none")
        }
        return entries
    }
}
