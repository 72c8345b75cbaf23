import TestSupport
import Testing

@testable import ChandlerPipelineFiles

@Suite struct PipelineReaderFuzzTests {
    private static let pieces = [
        ":", "- ", "\n", "  ", "\t", "\"", "'", "[", "]", "{", "}", "&a ", "*a", "#", "|", ">",
        "!!int ",
        "---\n", "...\n", "? ", "<<: ", "%YAML", "\\u", "\u{0}", "\u{FEFF}", "\r", "\u{2028}", "é",
        "👩‍👩‍👧",
        "null", "~", "0x10", "1e9", ".nan", "on", "symbols:", "from:", "name: p\n", "\"\\x41\"",
        "@daily", ",",
        "99999999999999999999", "-1", "2024-01-01", "a: &x [*x]\n", "\u{E000}", "\u{F0000}",
    ]

    @Test(arguments: 0..<8)
    func anyTextGivesAPipelineOrAnError(_ round: Int) {
        var random = SeededGenerator.announced("pipeline files, round \(round)")
        for _ in 0..<150 {
            var bytes = Array(PipelineReaderTests.full.utf8)
            for _ in 0..<Int.random(in: 1...6, using: &random) { mutate(&bytes, &random) }
            let reading = PipelineReader.read(bytes: bytes, path: "p")
            let text = String(decoding: bytes, as: UTF8.self)
            #expect((reading.file == nil) == !reading.errors.isEmpty, "\(text)")
            let lines = SourceText(text).lines
            for finding in reading.findings {
                #expect(finding.line >= 1 && finding.column >= 1, "\(finding)\n\(text)")
                #expect(finding.line <= lines.count, "\(finding)\n\(text)")
                guard let length = finding.length, finding.line <= lines.count else { continue }
                let end = finding.column - 1 + length
                // A byte order mark at the beginning has no column.
                #expect(
                    end <= lines[finding.line - 1].count,
                    "\(finding) of length \(length)\n\(text)"
                )
            }
        }
    }

    @Test func noiseGivesAnError() {
        var random = SeededGenerator.announced("noise as a pipeline file")
        for _ in 0..<300 {
            let count = Int.random(in: 0...40, using: &random)
            let text = (0..<count).map { _ in
                Self.pieces.randomElement(using: &random) ?? ""
            }.joined()
            let reading = PipelineReader.read(text, path: "p")
            #expect(reading.file == nil && !reading.errors.isEmpty, "\(text)")
        }
    }

    private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, place + Int.random(in: 0...12, using: &random))
        let piece = Array((Self.pieces.randomElement(using: &random) ?? "").utf8)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes.removeSubrange(place..<end)
        case 1: bytes.replaceSubrange(place..<end, with: piece)
        case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 3: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 4:
            // A line somewhere else.
            let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
            let line = lines.randomElement(using: &random) ?? []
            bytes.insert(contentsOf: [10] + line + [10], at: place)
        default: bytes.insert(contentsOf: piece, at: place)
        }
    }
}
