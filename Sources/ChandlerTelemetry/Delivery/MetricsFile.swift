import ChandlerFiles
import Glibc

/// A file of metrics for the textfile collector of node_exporter.
///
/// The collector reads whenever it likes, so the file appears whole under its name or stays as it
/// was, and any user may read it.
public struct MetricsFile: Sendable {
    /// Where it is; the collector takes names that end in `.prom`.
    public let path: String

    /// Names a file; nothing is written yet.
    public init(path: String) {
        self.path = path
    }

    /// Names the file of a pipeline, or of a part of one.
    ///
    /// `{pipeline}` and `{shard}` in the path stand for the name and for `3-of-16`. The parts of a
    /// pipeline must not share a file, so that of a part whose path says no `{shard}` gets it before
    /// its ending: `chandler.prom` becomes `chandler-3-of-16.prom`. Pipelines do not share a file
    /// either; whoever gives two the same path finds the metrics of the last that ended.
    ///
    /// - Parameters:
    ///   - template: The path as the pipeline's file has it.
    ///   - pipeline: The pipeline's name.
    ///   - shard: Such as `3/16`; `nil` for all series.
    public init(template: String, pipeline: String?, shard: String?) {
        let part = shard.map { $0.split(separator: "/").joined(separator: "-of-") }
        var path = template.replacing("{pipeline}", with: pipeline ?? "")
        if path.contains("{shard}") {
            path = path.replacing("{shard}", with: part ?? "all")
        } else if let part {
            path = Self.inserted("-\(part)", into: path)
        }
        self.init(path: path)
    }

    /// Writes metrics in Prometheus' format.
    ///
    /// - Throws: ``TelemetryError`` with code `cannotWrite`; the file stays as it was.
    public func write(_ families: [MetricFamily]) throws(TelemetryError) {
        do throws(FileError) {
            try FileDraft.write(PrometheusText(families).text, to: path, mode: 0o644)
        } catch {
            let hint =
                error.number == ENOENT
                ? "; its folder must exist: it belongs to whoever collects" : ""
            throw TelemetryError(
                .cannotWrite,
                "write the metrics to \"\(path)\": \(String(cString: strerror(error.number))) "
                    + "(errno \(error.number)); the file stays as it was\(hint)",
                cause: error
            )
        }
    }

    /// The value of a series in the file as it is; `nil` where there is none.
    public func value(_ name: String, _ labels: [MetricLabel]) -> Double? {
        let head = Array(SampleText.line(name, labels.sorted(), "").utf8.dropLast())
        let lines = Self.contents(path).split(separator: UInt8(ascii: "\n"))
        guard let line = lines.first(where: { $0.starts(with: head) }) else { return nil }
        return Double(String(decoding: line.dropFirst(head.count), as: UTF8.self))
    }

    private static func inserted(_ part: String, into path: String) -> String {
        let name = path.lastIndex(of: "/").map { path[$0...].dropFirst() } ?? path[...]
        guard let dot = name.dropFirst().lastIndex(of: ".") else { return path + part }
        return path[..<dot] + part + path[dot...]
    }

    private static func contents(_ path: String) -> [UInt8] {
        guard let file = fopen(path, "re") else { return [] }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count < 64 << 20 {
            let count = fread(&buffer, 1, buffer.count, file)
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return bytes
    }
}
