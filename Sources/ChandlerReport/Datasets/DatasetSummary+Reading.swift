import ChandlerCore
import ChandlerDatasets
import Foundation

extension DatasetSummary {
    /// Reads a dataset's manifest and files, a few columns at a time.
    ///
    /// Sizes and row counts are compared with the manifest always, digests where a function for
    /// them is given. What cannot be read of the data is told in ``changes`` and left out.
    ///
    /// - Parameters:
    ///   - folder: The folder that holds `manifest.json`.
    ///   - digest: Computes the SHA-256 of the file at a path, in hexadecimal.
    /// - Returns: The summary.
    /// - Throws: ``DatasetSummaryError`` where there is no manifest that can be read.
    public static func read(
        folder: String,
        digest: ((String) throws -> String)? = nil
    ) throws(DatasetSummaryError) -> DatasetSummary {
        let manifest = try DatasetManifest(folder: folder).document
        var reading = DatasetReading(folder: folder, manifest: manifest)
        reading.checkFiles(digest)
        reading.readColumns()
        return DatasetSummary(reading)
    }

    private init(_ reading: DatasetReading) {
        let manifest = reading.manifest
        let lengths = manifest.series.compactMap { Interval(rawValue: $0.interval) }
            .map { $0.fixedMicroseconds ?? 2_678_400_000_000 }
        let longest = lengths.max() ?? 0
        folder = reading.folder
        programVersion = manifest.programVersion
        range = manifest.range.range
        format = manifest.options.format
        bytes = reading.bytes
        series = manifest.series.map {
            Series(name: $0.name, candles: $0.candles, missing: $0.missingCandles)
        }
        parts = Split.allCases.compactMap { split in
            guard let zone = manifest.splits[split.rawValue] else { return nil }
            let files = manifest.files.filter { $0.content?.split == split }
            return Part(
                split: split,
                range: zone.range,
                rows: reading.rows[split] ?? 0,
                firstOpenTime: files.compactMap { $0.firstOpenTime?.timestamp }.min(),
                lastOpenTime: files.compactMap { $0.lastOpenTime?.timestamp }.max()
            )
        }
        let known = DropReason.allCases.map(\.rawValue)
        losses = (known + manifest.dropped.keys.filter { !known.contains($0) }.sorted())
            .compactMap { name in
                manifest.dropped[name].map { Loss(name: name, rows: $0.rows, reason: $0.reason) }
            }
        boundaries = manifest.embargo.boundaries.map(\.timestamp)
        purgeMicroseconds = longest.clampedProduct(manifest.purge.horizon)
        embargoMicroseconds = longest.clampedProduct(manifest.embargo.candles)
        hasPassedLeakCheck = manifest.leakCheck?.passed
        warnings = manifest.warnings ?? []
        labels = reading.labels
        features = reading.features.enumerated().sorted { first, second in
            let drifts = (first.element.largestDrift, second.element.largestDrift)
            return drifts.0 != drifts.1 ? drifts.0 > drifts.1 : first.offset < second.offset
        }.map(\.element)
        changes = reading.changes
    }
}

extension Int64 {
    /// A product that stays in range, whatever a manifest says.
    fileprivate func clampedProduct(_ count: Int) -> Int64 {
        let (product, isTooLarge) = multipliedReportingOverflow(by: Int64(Swift.max(0, count)))
        return isTooLarge ? .max : product
    }
}
