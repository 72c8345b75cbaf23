/// What was read from a pipeline file: the pipeline, or why there is none.
public struct PipelineReading: Sendable {
    /// The pipeline, every default filled in; `nil` where there is an error among the findings.
    public let file: PipelineFile?
    /// All that was found, in the order of the text.
    public let findings: [Finding]
    /// The line each key path is given in.
    let lines: [String: Int]

    /// The findings that are errors.
    public var errors: [Finding] { findings.filter { $0.severity == .error } }

    /// The findings that are warnings.
    public var warnings: [Finding] { findings.filter { $0.severity == .warning } }
}
