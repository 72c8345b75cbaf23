import ChandlerCore

/// Reads pipeline files, and finds all that is wrong with them at once.
///
/// The text is YAML. Reading is a function of the text alone: no file, clock, network or environment
/// is looked at, and a text of any kind gives either a pipeline or at least one error.
public enum PipelineReader {
    /// The largest file that is read, in bytes.
    static let largestFile = 1 << 20

    /// Reads a text.
    ///
    /// - Parameters:
    ///   - text: The text of the file.
    ///   - path: What findings call the file.
    /// - Returns: The pipeline, unless there are errors, and the findings.
    public static func read(_ text: String, path: String) -> PipelineReading {
        read(bytes: Array(text.utf8), path: path)
    }

    /// Reads the bytes of a file, which should be UTF-8.
    ///
    /// - Parameters:
    ///   - bytes: The content of the file.
    ///   - path: What findings call the file.
    /// - Returns: The pipeline, unless there are errors, and the findings.
    public static func read(bytes: [UInt8], path: String) -> PipelineReading {
        let source: SourceText
        switch SourceText.checked(bytes) {
        case .success(let text): source = text
        case .failure(let faults):
            return PipelineReading(
                file: nil,
                findings: faults.list.map { $0.finding(path: path) },
                lines: [:]
            )
        }
        var inspection = Inspection(source: source, path: path)
        var builder = TreeBuilder(source: source)
        let root = builder.build()
        inspection.add(builder.faults)
        let file = root.flatMap { PipelineFile.section.read($0, "", &inspection) }
        let findings = inspection.sorted
        let hasErrors = findings.contains { $0.severity == .error }
        precondition(hasErrors || file != nil, "Invariant: what is not read has an error")
        return PipelineReading(
            file: hasErrors ? nil : file,
            findings: findings,
            lines: inspection.places.mapValues(\.position.line)
        )
    }
}
