import ChandlerHTTP

/// The published SHA-256 of one file, in the form of `sha256sum -c`.
struct ArchiveChecksum: Equatable {
    /// 64 lower-case hexadecimal digits.
    let sha256: String

    /// Notes a digest.
    init(sha256: String) {
        self.sha256 = sha256
    }

    /// Reads `<64 digits>  <name>`, one line, for the file of that name.
    ///
    /// - Returns: `nil` for any other text.
    init?(_ body: HTTPBody, of name: String) {
        guard body.count <= 1_024 else { return nil }
        let lines = body.text.split(whereSeparator: \.isNewline)
        guard lines.count == 1 else { return nil }
        let words = lines[0].split(separator: " ", omittingEmptySubsequences: true)
        guard words.count == 2, words[1] == name || words[1] == "*" + name,
            words[0].utf8.count == 64, words[0].allSatisfy(\.isHexDigit)
        else { return nil }
        sha256 = words[0].lowercased()
    }

    /// The MD5 of the texts that a file with this digest may have.
    func fingerprints(of name: String) -> [String] {
        let line = "\(sha256)  \(name)"
        return [MD5.hex(of: line + "\n"), MD5.hex(of: line)]
    }
}
