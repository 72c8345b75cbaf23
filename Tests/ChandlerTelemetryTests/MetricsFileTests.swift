import ChandlerTelemetry
import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

@Suite struct MetricsFileTests {
    private func families(_ count: Int, _ value: Double = 1) -> [MetricFamily] {
        let series = (0..<count).map { number in
            MetricSeries(labels: [MetricLabel("n", "\(number)")], value: .number(value))
        }
        return [MetricFamily(name: "m", kind: .gauge, help: "h", series: series)]
    }

    @Test func theFileIsReplacedWholeAndAnybodyMayReadIt() throws {
        let scratch = try ScratchFolder()
        let path = scratch.path + "/chandler.prom"
        try MetricsFile(path: path).write(families(1))
        let old = open(path, O_RDONLY)
        defer { close(old) }
        try MetricsFile(path: path).write(families(3))
        #expect(
            try Exposition(String(contentsOfFile: path, encoding: .utf8), .prometheus).all("m")
                .count == 3
        )
        var buffer = [UInt8](repeating: 0, count: 200)
        let read = read(old, &buffer, 200)
        #expect(
            read == PrometheusText(families(1)).text.utf8.count,
            "who reads the old file reads all of it"
        )
        #expect(try filesBelow(scratch.path).keys.sorted() == ["chandler.prom"])
        var facts = stat()
        #expect(stat(path, &facts) == 0 && facts.st_mode & 0o777 == 0o644)
    }

    @Test func whoReadsWhileItIsWrittenReadsAWholeFile() async throws {
        let scratch = try ScratchFolder()
        let path = scratch.path + "/chandler.prom"
        try MetricsFile(path: path).write(families(2_000, 0))
        let isDone = Mutex(false)
        async let reads = Task.detached {
            var reads = 0
            while !isDone.withLock({ $0 }) || reads == 0 {
                let text = try String(contentsOfFile: path, encoding: .utf8)
                let lines = text.split(separator: "\n")
                let values = Set(lines.dropFirst(2).map { $0.split(separator: " ").last })
                guard lines.count == 2_002, values.count == 1, text.hasSuffix("\n") else {
                    throw TestFailure("\(lines.count) lines, \(values.count) values")
                }
                reads += 1
            }
            return reads
        }.value
        for value in 1...60 { try MetricsFile(path: path).write(families(2_000, Double(value))) }
        isDone.withLock { $0 = true }
        #expect(try await reads > 0)
    }

    @Test func aPlaceThatCannotBeWrittenIsNamed() throws {
        let scratch = try ScratchFolder()
        let path = scratch.path + "/missing/chandler.prom"
        let error = #expect(throws: TelemetryError.self) {
            try MetricsFile(path: path).write(families(1))
        }
        #expect(error?.code == .cannotWrite)
        #expect(error?.message.contains(path) == true)
        #expect(error?.message.contains("its folder must exist") == true)
        let folder = try scratch.folder("taken")
        #expect(throws: TelemetryError.self) { try MetricsFile(path: folder).write(families(1)) }
        #expect(try filesBelow(scratch.path).keys.sorted() == ["taken"], "no draft stays")
    }

    @Test(
        arguments: [
            ("/a/chandler.prom", nil, "/a/chandler.prom"),
            ("/a/chandler.prom", "3/16", "/a/chandler-3-of-16.prom"),
            ("/a.b/chandler", "3/16", "/a.b/chandler-3-of-16"),
            (".prom", "1/2", ".prom-1-of-2"),
            ("/a/{pipeline}.prom", nil, "/a/core.prom"),
            ("/a/{pipeline}_{shard}.prom", "1/2", "/a/core_1-of-2.prom"),
            ("/a/{shard}/x.prom", nil, "/a/all/x.prom"),
        ] as [(String, String?, String)]
    )
    func partsHaveFilesOfTheirOwn(_ template: String, _ shard: String?, _ path: String) {
        #expect(MetricsFile(template: template, pipeline: "core", shard: shard).path == path)
    }

    @Test func aValueIsReadBack() throws {
        let scratch = try ScratchFolder()
        let file = MetricsFile(path: scratch.path + "/x.prom")
        #expect(file.value("m", []) == nil, "there is no file yet")
        let strange = "a\"b\\c\nd"
        let series = [
            MetricSeries(
                labels: [MetricLabel("a", "1"), MetricLabel("b", strange)],
                value: .number(1.5)
            ),
            MetricSeries(labels: [MetricLabel("a", "1")], value: .number(2)),
            MetricSeries(labels: [], value: .number(3)),
        ]
        try file.write([MetricFamily(name: "m", kind: .gauge, help: nil, series: series)])
        #expect(file.value("m", [MetricLabel("b", strange), MetricLabel("a", "1")]) == 1.5)
        #expect(file.value("m", [MetricLabel("a", "1")]) == 2)
        #expect(file.value("m", []) == 3)
        #expect(file.value("m", [MetricLabel("a", "2")]) == nil)
        #expect(file.value("n", []) == nil)
        try "no metrics \u{0}\n m 4\nm x\n".write(
            toFile: file.path,
            atomically: true,
            encoding: .utf8
        )
        #expect(file.value("m", []) == nil)
    }
}
