import ChandlerFiles
public import ChandlerCore
import Glibc

/// A mark that somebody was told of a failure that no ledger holds.
///
/// A run that finds no database fails without an entry, so the next one could not know that it is a
/// recovery. The mark is an empty file, one for each pipeline and part. Where it cannot be written,
/// a recovery from such a failure is told as a success only.
public struct UnloggedFailure: Sendable {
    private let path: String

    /// Names the mark of a run's pipeline; nothing is read yet.
    ///
    /// - Parameters:
    ///   - run: The run; `nil` comes back for one without a pipeline.
    ///   - home: The folder of Chandler's data.
    public init?(_ run: FinishedRun, home: String) {
        // The names of pipelines are letters, digits and hyphens; others have no mark.
        guard let pipeline = run.pipeline, !pipeline.isEmpty, !pipeline.contains("/"),
            !pipeline.hasPrefix(".")
        else { return nil }
        let part = run.shard.map { ".\($0.replacing("/", with: "-of-"))" } ?? ""
        path = "\(home)/notices/\(pipeline)\(part).failed"
    }

    /// Whether the last failure that was told is in no ledger.
    public var isMarked: Bool { access(path, F_OK) == 0 }

    /// Keeps the mark in step with a run of which people are told.
    ///
    /// - Parameter run: How it ended; one that was stopped changes nothing.
    public func update(with run: FinishedRun) {
        switch run.status {
        case .failed where run.runID == nil:
            let folder = String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex))
            guard (try? Folder.make(folder, mode: 0o750)) != nil else { return }
            try? FileDraft.write("", to: path, mode: 0o640)
        // The ledger knows this one.
        case .failed, .succeeded: unlink(path)
        case .interrupted, .skipped, .running: break
        }
    }
}
