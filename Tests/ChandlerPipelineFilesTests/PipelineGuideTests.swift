import Testing

@testable import ChandlerPipelineFiles

@Suite struct PipelineGuideTests {
    @Test func aKeyIsExplainedWithAllThatIsKnownOfIt() throws {
        let page = try PipelineGuide.page(of: "load.connections")
        #expect(
            page == """
                load.connections

                  Batches loaded side by side.

                  takes     a whole number from 1 to 16
                  default   2
                  example   connections: 4
                """
        )
        #expect(try PipelineGuide.page(of: "series[0].symbols").hasPrefix("series[].symbols\n"))
        #expect(
            try PipelineGuide.page(of: "tokens").contains("exactly one of mints, query and recent")
        )
    }

    @Test(arguments: [
        ("serie", "series"), ("load.conections", "load.connections"), ("symbols", "series.symbols"),
        ("series.symbol", "series.symbols"), ("horizon", "dataset.horizons"),
        ("load.max_rejects", "load.max-rejects"),
    ])
    func aTypoIsToldTheNearestKey(_ path: String, _ near: String) throws {
        let error = #expect(throws: PipelineFileError.self) { try PipelineGuide.page(of: path) }
        #expect(
            error?.code == .unknownKey && error?.message.contains(near) == true,
            "\(path): \(error)"
        )
    }

    @Test func noLineIsWiderThanThePage() throws {
        for width in [60, 80, 100] {
            let page = try PipelineGuide.page(width: width)
            for line in page.split(separator: "\n").dropFirst(2) {
                #expect(line.count <= width, "\(line)")
            }
        }
    }

    @Test func effectiveValuesSayWhereTheyComeFrom() throws {
        let text = PlantedMistake.right + "load:\n  overlap: 5\nmetrics: {file: m}\n"
        let values = PipelineReader.read(text, path: "p").effectiveValues
        let table = Dictionary(uniqueKeysWithValues: values.map { ($0.path, $0) })
        #expect(
            table["series[0].symbols"]
                == EffectiveValue(path: "series[0].symbols", value: "[BTCUSDT]", line: 4)
        )
        #expect(table["load.overlap"] == EffectiveValue(path: "load.overlap", value: "5", line: 8))
        #expect(
            table["load.connections"]
                == EffectiveValue(path: "load.connections", value: "2", line: nil)
        )
        #expect(
            table["series[0].resample"]?.value == "false"
                && table["series[0].resample"]?.line == nil
        )
        #expect(table["dataset"]?.value == "none is written" && table["metrics.file"]?.line == 9)
        #expect(PipelineReader.read("name: 1 2", path: "p").effectiveValues.isEmpty)
    }

    @Test func effectiveValuesReadBackAsTheSamePipeline() throws {
        let reading = PipelineReader.read(PipelineReaderTests.full, path: "p")
        let file = try #require(reading.file)
        let literal = try #require(PipelineFile.section.literal(file))
        // JSON is YAML too.
        let again = PipelineReader.read(literal.json(), path: "again")
        #expect(again.findings.isEmpty, "\(again.findings)")
        #expect(again.file.flatMap { PipelineFile.section.literal($0) } == literal)
        let line = PipelineReader.read(literal.yaml, path: "line")
        #expect(
            line.file.flatMap { PipelineFile.section.literal($0) } == literal,
            "\(line.findings) \(literal.yaml)"
        )
    }
}
