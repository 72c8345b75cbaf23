import ChandlerCore

extension OutputFolder {
    /// Puts the staged files in place of the old ones; the manifest comes last.
    ///
    /// From the moment the old manifest is taken away until the new one is there, the folder is no
    /// dataset. A failure in between leaves it like that and is said so in the error.
    ///
    /// - Parameter paths: Every file of the new dataset but the manifest.
    /// - Throws: ``DatasetError`` with code `outputNotWritable` or `outputFull`.
    func publish(_ paths: [String]) throws(DatasetError) {
        try syncStaging()
        let manifest = "\(path)/\(Self.manifestName)"
        if existing != nil {
            try SystemCalls.rename(manifest, to: "\(staging)/\(Self.replacedName)")
        }
        do throws(DatasetError) {
            try SystemCalls.syncDirectory(path)
            try swap(paths)
            try SystemCalls.rename("\(staging)/\(Self.manifestName)", to: manifest)
        } catch {
            throw existing == nil ? error : error.losingOlderDataset(in: path)
        }
        try SystemCalls.syncDirectory(path)
    }

    private func swap(_ paths: [String]) throws(DatasetError) {
        let kept = Set(paths)
        try removeFiles((existing?.paths ?? []).filter { !kept.contains($0) })
        let splits = Split.allCases.filter { split in
            paths.contains { $0.hasPrefix(split.rawValue + "/") }
        }
        for split in splits { try SystemCalls.makeDirectory("\(path)/\(split.rawValue)") }
        for name in paths { try SystemCalls.rename("\(staging)/\(name)", to: "\(path)/\(name)") }
        for split in splits { try SystemCalls.syncDirectory("\(path)/\(split.rawValue)") }
        try SystemCalls.syncDirectory(path)
    }

    private func syncStaging() throws(DatasetError) {
        for split in Split.allCases {
            try SystemCalls.syncDirectory("\(staging)/\(split.rawValue)")
        }
        try SystemCalls.syncDirectory(staging)
        try SystemCalls.syncDirectory(path)
    }
}

extension DatasetError {
    fileprivate func losingOlderDataset(in path: String) -> DatasetError {
        DatasetError(
            code,
            "\(message); the older dataset in \(quoted(path)) was being replaced and is gone: "
                + "write it anew",
            path: context.path,
            errno: context.errno,
            cause: cause
        )
    }
}
