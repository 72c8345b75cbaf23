import ChandlerDatasets
import Foundation

/// Goes through the files of a dataset.
struct DatasetReading {
    let folder: String
    let manifest: DatasetManifest.Document
    private(set) var changes: [String] = []
    private(set) var bytes: Int64 = 0
    /// The rows that were found, per split.
    private(set) var rows: [Split: Int] = [:]
    private(set) var features: [FeatureSummary] = []
    private(set) var labels: [LabelSummary] = []
    /// The data files that can be read.
    private var files: [(split: Split, path: String, name: String)] = []
    private var faulty: Set<String> = []

    init(folder: String, manifest: DatasetManifest.Document) {
        self.folder = folder
        self.manifest = manifest
    }

    // MARK: - Files

    mutating func checkFiles(_ digest: ((String) throws -> String)?) {
        for file in manifest.files {
            guard file.isInside else {
                note(file.path, "lies outside of the folder and was not looked at")
                continue
            }
            check(file, "\(folder)/\(file.path)", digest)
        }
    }

    private mutating func check(
        _ file: DatasetManifest.File,
        _ path: String,
        _ digest: ((String) throws -> String)?
    ) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            note(file.path, "is missing")
            return
        }
        let size = Int64(status.st_size)
        bytes += size
        if size != file.bytes {
            note(file.path, "has \(size) bytes, \(file.bytes) were written")
        } else if let digest {
            do {
                let found = try digest(path)
                if found.lowercased() != file.sha256.lowercased() {
                    note(file.path, "has another digest than when it was written")
                }
            } catch {
                note(file.path, "could not be compared with its digest: \(error)")
            }
        }
        guard let content = file.content else { return }
        do throws(DatasetFileReader.Fault) {
            let found = try DatasetFileReader(path: path).rowCount()
            rows[content.split, default: 0] += found
            if found != content.rows {
                note(file.path, "has \(found) rows, \(content.rows) were written")
            }
            files.append((content.split, path, file.path))
        } catch {
            note(file.path, "cannot be read: \(error.words)")
        }
    }

    private mutating func note(_ file: String, _ words: String) {
        changes.append("\(file) \(words)")
    }

    // MARK: - Columns

    mutating func readColumns() {
        let features = manifest.columns.filter { $0.role == "feature" }
        let labels = manifest.columns.filter { $0.role == "label" }
        let all = features + labels
        var found: [String: [Split: ColumnAccumulator]] = [:]
        let size = DatasetFileReader.groupSize(format: manifest.options.format)
        var start = 0
        while start < all.count {
            let group = Array(all[start..<min(start + size, all.count)])
            let columns = read(group.map(\.name))
            for (column, splits) in zip(group, columns) {
                if column.role == "feature" {
                    self.features.append(FeatureSummary(column, FeatureComparison(splits)))
                } else {
                    found[column.name] = splits
                }
            }
            start += size
        }
        self.labels = manifest.options.horizons.map { LabelSummary(horizon: $0, found) }
    }

    /// Collects some columns over all files.
    private mutating func read(_ names: [String]) -> [[Split: ColumnAccumulator]] {
        var columns = [[Split: ColumnAccumulator]](repeating: [:], count: names.count)
        for split in Split.allCases where (rows[split] ?? 0) > 0 {
            // Out of the dictionary, or each row would copy what was collected before.
            var own = names.map { _ in ColumnAccumulator(rows: rows[split] ?? 0) }
            for file in files where file.split == split {
                do throws(DatasetFileReader.Fault) {
                    try DatasetFileReader(path: file.path).read(names) { parts in
                        for index in parts.indices { own[index].add(parts[index]) }
                    }
                } catch {
                    guard faulty.insert(file.name).inserted else { continue }
                    note(file.name, "cannot be read whole: \(error.words)")
                }
            }
            for index in names.indices { columns[index][split] = own[index] }
        }
        return columns
    }
}

extension FeatureSummary {
    fileprivate init(_ column: DatasetManifest.Column, _ comparison: FeatureComparison) {
        self.init(
            name: column.name,
            unit: column.unit,
            meaning: column.meaning,
            statistics: comparison.statistics,
            drift: comparison.drift,
            histogram: comparison.histogram
        )
    }
}

extension LabelSummary {
    fileprivate init(horizon: Int, _ columns: [String: [Split: ColumnAccumulator]]) {
        self.init(
            horizon: horizon,
            direction: (columns["label_direction_\(horizon)"] ?? [:]).mapValues(\.balance),
            barrier: (columns["label_barrier_\(horizon)"] ?? [:]).mapValues(\.balance),
            logReturn: (columns["label_log_return_\(horizon)"] ?? [:]).mapValues(\.finished)
        )
    }
}
