import ArgumentParser
import ChandlerCore
import ChandlerPipeline
import ChandlerPipelineFiles
import Foundation

/// The options that say which pipeline, and what of it.
struct PipelineArguments: ParsableArguments {
    @Argument(help: "The pipeline's file; - is standard input.", completion: .yaml)
    var file: String

    @Option(
        help: ArgumentHelp(
            "Let it begin at this moment: spans such as 90d count back from it, and nothing later "
                + "is fetched.",
            valueName: "time"
        ),
        transform: readMoment
    )
    var at: Timestamp?

    @Option(
        help: ArgumentHelp(
            "Only this part of the series, such as 3/16; tokens and upkeep are done by part 1. auto "
                + "reads it from JOB_COMPLETION_INDEX and CHANDLER_SHARDS.",
            valueName: "i/n"
        ),
        transform: readShard
    )
    var shard: Shard?

    @Option(
        help: ArgumentHelp(
            "Only these stages, with commas between them: \(StageName.names).",
            valueName: "stages"
        ),
        transform: readStages
    )
    var only: Set<StageName>?

    /// What was asked for; one part of one is the whole.
    var selection: PipelineSelection {
        PipelineSelection(at: at, shard: shard?.count == 1 ? nil : shard, only: only)
    }

    /// Reads the file.
    ///
    /// - Throws: `PipelineFileError` with all that is wrong with it.
    func load() throws -> PipelineFile { try PipelineFile.load(path: file) }
}

/// Reads a part such as `3/16`.
///
/// `auto` is what Kubernetes says of a pod of an indexed job, counted from 0, out of CHANDLER_SHARDS.
@Sendable private func readShard(_ text: String) throws -> Shard {
    if text == "auto" { return try readIndexedShard(ProcessInfo.processInfo.environment) }
    guard let shard = Shard(parsing: text) else {
        throw ValidationError(
            "\(quoted(text)) is no part of the series: expected a number from 1 and how many there "
                + "are, such as 3/16 (at most \(Shard.counts.upperBound))"
        )
    }
    return shard
}

private func readIndexedShard(_ environment: [String: String]) throws -> Shard {
    let index = environment["JOB_COMPLETION_INDEX"]
    let count = environment["CHANDLER_SHARDS"]
    if let index = index.flatMap({ Int($0) }), let count, index >= 0, index < .max,
        let shard = Shard(parsing: "\(index + 1)/\(count)")
    {
        return shard
    }
    throw ValidationError(
        "--shard auto takes its part from JOB_COMPLETION_INDEX (\(index.map(quoted) ?? "not set"), "
            + "from 0) of CHANDLER_SHARDS (\(count.map(quoted) ?? "not set"))"
    )
}

extension DatabaseArguments {
    /// The database that a pipeline means, unless another one was given.
    ///
    /// - Throws: ``CommandFailure`` where the variable that the file names holds nothing.
    func preferring(_ variable: String?) throws -> DatabaseArguments {
        guard databaseURL == nil, let variable else { return self }
        guard let value = ProcessInfo.processInfo.environment[variable], !value.isEmpty else {
            throw CommandFailure(
                exit: .configuration,
                message: "the pipeline's database is in the variable \(variable) (load.database), "
                    + "which is not set; nothing was done; set it, or name the database with "
                    + "--database-url"
            )
        }
        var other = self
        other.databaseURL = value
        do {
            _ = try other.external()
        } catch {
            // The words tell of the option; the fault is in the variable's value.
            let words = "\(error)".replacing("--database-url", with: "\(variable) (load.database)")
            throw CommandFailure(exit: Failure.exit(of: error) ?? .configuration, message: words)
        }
        return other
    }
}

extension CompletionKind {
    /// Pipeline files.
    static var yaml: CompletionKind { .file(extensions: ["yaml", "yml"]) }
}
