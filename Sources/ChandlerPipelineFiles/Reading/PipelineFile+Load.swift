import ChandlerCore
import Glibc

extension PipelineFile {
    /// Reads a pipeline from a file; warnings are not told.
    ///
    /// - Parameter path: The file; `-` is standard input.
    /// - Returns: The pipeline, every default filled in.
    /// - Throws: ``PipelineFileError`` with code `unreadable` or, holding all findings, `faulty`.
    public static func load(path: String) throws(PipelineFileError) -> PipelineFile {
        let reading = try PipelineReader.read(fileAt: path)
        if let file = reading.file { return file }
        let errors = reading.errors.count
        throw PipelineFileError(
            .faulty,
            "read the pipeline \(quoted(path)): it has \(errors) \(errors == 1 ? "error" : "errors")"
                + "; nothing was done",
            findings: reading.findings
        )
    }
}

extension PipelineReader {
    /// Reads a file.
    ///
    /// - Parameter path: The file; `-` is standard input.
    /// - Returns: The pipeline, unless there are errors, and the findings.
    /// - Throws: ``PipelineFileError`` with code `unreadable`.
    public static func read(fileAt path: String) throws(PipelineFileError) -> PipelineReading {
        guard path != "-" else { return read(bytes: try content(of: 0, path), path: "<stdin>") }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path, errno) }
        defer { close(descriptor) }
        return read(bytes: try content(of: descriptor, path), path: path)
    }

    /// All bytes up to a few more than are allowed: what is too large is not read to its end.
    private static func content(
        of descriptor: Int32,
        _ path: String
    ) throws(PipelineFileError) -> [UInt8] {
        var bytes: [UInt8] = []
        var page = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= largestFile {
            let count = Glibc.read(descriptor, &page, page.count)
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw unreadable(path, errno)
            }
            bytes += page[..<count]
        }
        return bytes
    }

    private static func unreadable(_ path: String, _ number: Int32) -> PipelineFileError {
        PipelineFileError(
            .unreadable,
            "read the pipeline \(quoted(path)): \(String(cString: strerror(number))) "
                + "(errno \(number))"
        )
    }
}
