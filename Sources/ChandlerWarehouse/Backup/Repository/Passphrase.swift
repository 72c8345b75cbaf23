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
    /// - Returns: Whether a new one was made.
    static func ensure(
        in folder: BackupFolder,
        owner: SystemUser
    ) throws(WarehouseError) -> Bool {
        try doing("keep the passphrase in \"\(folder.passphrase)\"") {
            let known = SmallFile.text(of: folder.passphrase).map {
                String($0.prefix { !$0.isNewline })
            }
            if let known, known.isEmpty {
                throw WarehouseError(
                    .configuration,
                    "read the passphrase in \"\(folder.passphrase)\": the file is empty; put the "
                        + "copy back that was kept elsewhere"
                )
            }
            let text = known ?? make()
            if known == nil {
                try SmallFile.write(text + "\n", to: folder.passphrase, owner: owner)
            }
            try SmallFile.write(
                "[global]\nrepo1-cipher-pass=\(text)\n",
                to: folder.passphraseSettings,
                owner: owner
            )
            return known == nil
        }
    }
}
