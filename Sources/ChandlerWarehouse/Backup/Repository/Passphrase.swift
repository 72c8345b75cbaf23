import ChandlerPostgres

/// The key of backups and dumps.
enum Passphrase {
    /// Makes a new one: 48 bytes of the system's random source in 64 letters of Base64.
    static func make() -> String {
        var source = SystemRandomNumberGenerator()
        let bytes = (0..<48).map { _ in UInt8.random(in: .min ... .max, using: &source) }
        let letters = Array(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8
        )
        var text: [UInt8] = []
        for group in stride(from: 0, to: bytes.count, by: 3) {
            let number = bytes[group..<group + 3].reduce(0) { $0 << 8 | Int($1) }
            for shift in [18, 12, 6, 0] { text.append(letters[number >> shift & 63]) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Makes the files that hold it, unless they are there: an old backup needs its old passphrase.
    ///
    /// A new one is made only where nothing can be encrypted with another yet. A file that is gone
    /// comes back from pgBackRest's configuration.
    ///
    /// - Parameters:
    ///   - folder: Whose.
    ///   - repository: Where the backups are, when it is a folder of this machine.
    ///   - owner: Whose the files are to be.
    ///   - progress: Is told when the file came back.
    /// - Returns: Whether a new one was made.
    /// - Throws: ``WarehouseError`` with code `configuration` where it is lost, or is not that of
    ///   the configuration; no file was changed.
    static func ensure(
        in folder: BackupFolder,
        repository: String? = nil,
        owner: SystemUser,
        progress: (String) -> Void
    ) throws(WarehouseError) -> Bool {
        try doing("keep the passphrase in \"\(folder.passphrase)\"") {
            let known = try written(in: folder)
            let configured = configured(in: folder)
            if let known, let configured, known != configured { throw differing(folder) }
            let isNeeded = needsOld(folder, repository ?? folder.repository)
            if known == nil, configured == nil, isNeeded { throw lost(folder) }
            let text = known ?? configured ?? make()
            if known == nil {
                try SmallFile.write(text + "\n", to: folder.passphrase, owner: owner)
            }
            if known == nil, configured != nil {
                progress(
                    "the passphrase file \"\(folder.passphrase)\" was gone; it was written again "
                        + "from pgBackRest's configuration; keep a copy of it in another place"
                )
            }
            guard configured != text else { return false }
            try SmallFile.write(
                "[global]\n\(setting)\(text)\n",
                to: folder.passphraseSettings,
                owner: owner
            )
            return known == nil
        }
    }

    private static let setting = "repo1-cipher-pass="

    /// What stands in the file; nil where it is missing or empty.
    private static func written(in folder: BackupFolder) throws(WarehouseError) -> String? {
        guard let text = SmallFile.text(of: folder.passphrase) else {
            guard FolderAccess.exists(folder.passphrase) else { return nil }
            throw WarehouseError(
                .configuration,
                "read the passphrase in \"\(folder.passphrase)\": it is there and cannot be read; "
                    + "nothing was changed; it must be a file of the account that backs up"
            )
        }
        let line = String(text.prefix { !$0.isNewline })
        return line.isEmpty ? nil : line
    }

    /// What pgBackRest works with.
    private static func configured(in folder: BackupFolder) -> String? {
        for path in [folder.passphraseSettings, folder.configuration] {
            for line in (SmallFile.text(of: path) ?? "").split(whereSeparator: \.isNewline)
            where line.hasPrefix(setting) && line.count > setting.count {
                return String(line.dropFirst(setting.count))
            }
        }
        return nil
    }

    /// Whether something may be encrypted already.
    private static func needsOld(_ folder: BackupFolder, _ repository: String) -> Bool {
        let inside = SmallFile.names(in: repository)
        let stored = inside.contains { ["archive", "backup"].contains($0) }
        let dumps = SmallFile.names(in: folder.logical).contains { $0.hasSuffix(".enc") }
        return folder.isSetUp || stored || dumps
    }

    private static func lost(_ folder: BackupFolder) -> WarehouseError {
        WarehouseError(
            .configuration,
            "find the passphrase of backups: it is neither in \"\(folder.passphrase)\" nor in "
                + "\"\(folder.passphraseSettings)\", and there are backups or settings that need "
                + "it; nothing was changed, and no new one was made, since it would not open them; "
                + "put the copy that was kept elsewhere into \"\(folder.passphrase)\", on one line, "
                + "mode 0600; to begin anew without the old backups, move \"\(folder.base)\" and "
                + "the repository away first"
        )
    }

    private static func differing(_ folder: BackupFolder) -> WarehouseError {
        WarehouseError(
            .configuration,
            "keep the passphrase: \"\(folder.passphrase)\" holds another one than "
                + "\"\(folder.passphraseSettings)\", with which pgBackRest works; nothing was "
                + "changed; find out which one opens the backups (\"chandler backup list\"), and "
                + "move the file with the other one away; it is then written again"
        )
    }
}
