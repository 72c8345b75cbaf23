/// Settings of pgBackRest that are passed through, such as those of an S3 bucket.
public struct RepositoryOptions: Sendable, Hashable {
    private struct Setting: Hashable {
        let name: String
        let value: String
    }

    /// In the order in which they were given.
    private var settings: [Setting] = []

    /// No settings.
    public init() {}

    /// Reads `name=value` lines of a file; blank lines and those that begin with `#` or `[` count not.
    ///
    /// - Throws: ``WarehouseError`` with code `usage` for a line or a name that cannot be.
    public init(lines text: String) throws(WarehouseError) {
        for line in text.split(whereSeparator: \.isNewline) {
            let entry = line.drop { $0.isWhitespace }
            guard let first = entry.first, first != "#", first != "[" else { continue }
            try add(String(entry))
        }
    }

    /// Adds `name=value` from a command line, which other users can read: no secrets.
    public mutating func addPublic(_ entry: String) throws(WarehouseError) {
        let name = entry.prefix { $0 != "=" }
        let secrets = ["-key", "-key-secret", "-token", "-pass", "-secret"]
        if secrets.contains(where: name.hasSuffix) {
            throw WarehouseError(
                .usage,
                "take over the setting \(name): it is a secret, and everyone on this machine can "
                    + "read a command line; write it into a file for --options-file"
            )
        }
        try add(entry)
    }

    private mutating func add(_ entry: String) throws(WarehouseError) {
        let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts[0].filter { !$0.isWhitespace }
        let isName = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        guard parts.count == 2, isName, name.contains("-"), !parts[1].contains(where: \.isNewline)
        else {
            throw WarehouseError(
                .usage,
                "read a setting of pgBackRest: \"\(name.prefix(40))\" is no name=value such as "
                    + "repo1-s3-bucket=backups"
            )
        }
        let own = ["repo1-cipher", "pg1-", "pg2-", "log-path", "lock-path", "repo1-retention"]
        if let kept = own.first(where: name.hasPrefix) {
            throw WarehouseError(
                .usage,
                "take over the setting \(name): Chandler decides about \(kept)…; leave it out"
            )
        }
        settings.append(Setting(name: name, value: String(parts[1].drop { $0 == " " })))
    }

    /// The value of a setting.
    func value(_ name: String) -> String? { settings.last { $0.name == name }?.value }

    /// The lines of a configuration file.
    var text: String { settings.map { "\($0.name)=\($0.value)\n" }.joined() }
}
