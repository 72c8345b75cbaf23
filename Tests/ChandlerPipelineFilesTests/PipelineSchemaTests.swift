import Foundation
import Testing

@testable import ChandlerPipelineFiles

@Suite struct PipelineSchemaTests {
    static func schema() throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(PipelineSchema.text.utf8))
        return try #require(object as? [String: Any])
    }

    private func faults(_ text: String) throws -> [String] {
        try SchemaCheck().faults(of: try CoreSchema.value(of: text), try Self.schema())
    }

    @Test func theSchemaInTheRepositoryIsTheGeneratedOne() throws {
        let path = ShippedPipelineTests.folder + "/schema.json"
        let stored = try String(contentsOfFile: path, encoding: .utf8)
        #expect(
            stored == PipelineSchema.text,
            "run \"chandler pipeline schema > pipelines/schema.json\""
        )
    }

    @Test func rightFilesFit() throws {
        #expect(try faults(PipelineReaderTests.full) == [])
        #expect(try faults(PlantedMistake.right) == [])
        for key in PipelineGuide.keys where key.path.count(where: { $0 == "." }) == 0 {
            let text = PlantedMistake.right + key.example + "\n"
            if key.path.hasPrefix("series") || key.path == "name" { continue }
            #expect(try faults(text) == [], "\(text)")
        }
    }

    @Test(arguments: [
        "unknown key", "unknown key of the pipeline", "a key of another place", "no name",
        "nothing to do",
        "no intervals", "neither symbols nor a rule", "dataset without a folder",
        "schedule without cron",
        "a key without a value", "an item without a value", "notification to nobody",
        "venue with a typo",
        "symbol with a separator", "no symbols", "symbol that is a list", "rule",
        "interval with a typo",
        "date with slashes", "span with a blank", "resample in words", "resample in quotes", "name",
        "number with a unit", "number out of range", "number in quotes", "mapping as a number",
        "text as a mapping", "list as a mapping", "duration without a unit", "duration", "format",
        "horizon 0", "barrier", "threshold", "table with a typo", "table among only",
        "span of retention", "subject", "cron with too few fields", "shards", "occasion",
        "exit code",
        "test at a span", "network", "recent: false", "two questions", "no question",
        "a URI for a variable", "a key for a variable", "a push gateway", "a list", "a word",
    ])
    func aPlantedMistakeOfFormDoesNotFit(_ name: String) throws {
        let all = PlantedMistakeTests.keys + PlantedMistakeTests.values
        let rest =
            PlantedMistakeTests.together + PlantedMistakeTests.secrets
            + PlantedMistakeTests.syntax
        let mistake = try #require((all + rest).first { $0.testDescription == name }, "\(name)")
        let text = name == "rule" ? mistake.text.replacing("top:0", with: "bottom:0") : mistake.text
        #expect(try !faults(text).isEmpty)
    }

    @Test func whatFitsNotHasAFinding() throws {
        let all = PlantedMistakeTests.keys + PlantedMistakeTests.values
        for mistake in all + PlantedMistakeTests.together {
            guard let value = try? CoreSchema.value(of: mistake.text) else { continue }
            let faults = try SchemaCheck().faults(of: value, try Self.schema())
            let reading = PipelineReader.read(mistake.text, path: "p")
            if !faults.isEmpty { #expect(!reading.errors.isEmpty, "\(mistake) \(faults)") }
        }
    }

    @Test func everyKeyIsInTheSchemaWithItsWords() throws {
        for key in PipelineGuide.keys {
            var schema = try Self.schema()
            for part in key.path.replacing("[]", with: "").split(separator: ".") {
                if let choices = schema["anyOf"] as? [[String: Any]], schema["properties"] == nil {
                    schema = try #require(choices.first { $0["properties"] != nil }, "\(key.path)")
                }
                let properties = try #require(schema["properties"] as? [String: [String: Any]])
                schema = try #require(properties[String(part)], "\(key.path)")
            }
            let words = try #require(schema["description"] as? String, "\(key.path)")
            #expect(words.hasPrefix(key.about), "\(key.path)")
            #expect((schema["default"] != nil) == key.hasDefault, "\(key.path)")
        }
    }
}
