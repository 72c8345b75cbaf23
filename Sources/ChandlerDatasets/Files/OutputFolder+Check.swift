import ChandlerCore
import Glibc

extension OutputFolder {
    /// Removes what a run that was killed left behind.
    ///
    /// Without a manifest in place it died while swapping, and the files it was moving are those
    /// of its own manifest and of the one it had taken away.
    func clearInterruptedRun() throws(DatasetError) {
        guard SystemCalls.exists(staging) else { return }
        if !SystemCalls.exists("\(path)/\(Self.manifestName)") {
            for name in [Self.replacedName, Self.manifestName] {
                guard let manifest = StoredManifest(path: "\(staging)/\(name)") else { continue }
                try removeFiles(manifest.paths)
            }
        }
        try SystemCalls.removeTree(staging)
    }

    /// Stops before files of somebody else are mixed with ours or overwritten.
    func refuseForeignFiles() throws(DatasetError) {
        let known = Set(existing?.paths ?? [])
        for name in try SystemCalls.entries(path) where !name.hasPrefix(".") {
            if existing == nil { throw foreign(name) }
            guard Split(rawValue: name) != nil, SystemCalls.isDirectory("\(path)/\(name)") else {
                continue
            }
            // A loader reads every file of a split's folder.
            for file in try SystemCalls.entries("\(path)/\(name)")
            where !known.contains("\(name)/\(file)") {
                throw foreign("\(name)/\(file)")
            }
        }
    }

    /// Removes files of a dataset and the split folders that are empty then.
    func removeFiles(_ paths: [String]) throws(DatasetError) {
        for name in paths { try SystemCalls.removeFile("\(path)/\(name)") }
        for split in Split.allCases { rmdir("\(path)/\(split.rawValue)") }
    }

    private func foreign(_ name: String) -> DatasetError {
        let finding =
            existing == nil
            ? "it holds \(quoted(name)) and is not a dataset of Chandler"
            : "it holds \(quoted(name)), which its manifest does not list"
        return DatasetError(
            .outputNotEmpty,
            "write a dataset into \(quoted(path)): \(finding); nothing was written; "
                + "name an empty or a new folder, or one that holds an older dataset",
            path: path
        )
    }
}
