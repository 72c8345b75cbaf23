import Testing

@testable import ChandlerPipelineFiles

@Suite struct SpecificationTests {
    /// Keys of the specification with the fields that read them.
    private static let outlines = all(PipelineFile.section.outline, "")

    private static func all(
        _ section: SectionOutline,
        _ path: String
    ) -> [(path: String, field: FieldOutline)] {
        section.fields.flatMap { field -> [(path: String, field: FieldOutline)] in
            let place = path.isEmpty ? field.key : "\(path).\(field.key)"
            return [(place, field)] + (field.shape.section.map { all($0, place) } ?? [])
        }
    }

    @Test func everyKeyIsTold() throws {
        #expect(Self.outlines.count == PipelineGuide.keys.count && Self.outlines.count > 70)
        for (path, field) in Self.outlines {
            #expect(field.about.hasSuffix(".") && field.about.count > 12, "\(path)")
            #expect(!field.example.isEmpty, "\(path)")
            let isKnown =
                field.isRequired || field.defaultValue != nil || field.otherwise != nil
                || field.shape.section != nil
            #expect(isKnown, "\(path) says nothing of its absence")
            #expect(field.key.wholeMatch(of: /[a-z]+(-[a-z]+)*/) != nil, "\(path)")
            let page = try PipelineGuide.page(of: path)
            #expect(page.contains(field.key) && page.contains("takes"), "\(page)")
        }
        let overview = try PipelineGuide.page()
        let keys = Set(
            overview.split(separator: "\n").compactMap { $0.split(separator: " ").first }
        )
        for (path, field) in Self.outlines {
            #expect(keys.contains(field.key[...]) || keys.contains("\(field.key)[]"), "\(path)")
        }
    }

    @Test func everyKeyIsInTheFileThatGivesAll() {
        let lines = PipelineReader.read(PipelineReaderTests.full, path: "p").lines.keys
        let given = Set(lines.map { $0.replacing(/\[[0-9]+\]/, with: "") })
        for (path, _) in Self.outlines { #expect(given.contains(path), "\(path)") }
    }

    @Test func theExampleOfEachKeyIsRight() {
        for key in PipelineGuide.keys {
            let place = key.path.split(separator: ".").map { $0.replacing("[]", with: "") }
            var text = ""
            for (depth, part) in place.dropLast().enumerated() {
                text += String(repeating: "  ", count: depth) + part + ":\n"
            }
            let margin = String(repeating: "  ", count: place.count - 1)
            text += margin + key.example.replacing("\n", with: "\n" + margin) + "\n"
            let path = place.joined(separator: ".")
            let reading = PipelineReader.read(text, path: "p")
            let wrong = reading.errors.filter {
                $0.keyPath == path || $0.keyPath.hasPrefix(path + "[")
                    || $0.keyPath.hasPrefix(path + ".") || $0.message.contains("YAML")
            }.filter { !$0.message.contains("a dataset is written of") }
            #expect(wrong.isEmpty, "\(text)\(wrong)")
        }
    }

    @Test func defaultsAreThoseOfAnEmptyEntry() throws {
        let keys = PipelineGuide.keys.filter(\.hasDefault)
        let table = Dictionary(uniqueKeysWithValues: keys.map { ($0.path, $0.otherwise ?? "") })
        #expect(table["load.connections"] == "\(LoadEntry().connections)")
        #expect(table["load.patience"] == "5m")
        #expect(table["dataset.horizons"] == "[1, 5, 15, 60]")
        #expect(table["dataset.split"] == "70/15/15")
        #expect(table["dataset.format"] == "parquet")
        #expect(table["maintenance.subjects"]?.contains("vacuum") == true)
        #expect(table["notifications[].on"] == "[failure, recovery]")
        #expect(table["tokens[].enrich"] == "all")
        #expect(table["series[].from"] == nil && table["schedule.cron"] == nil)
    }

    @Test func nearestWordsAreNear() {
        #expect(NearestWord.to("simbols", among: ["series", "symbols"]) == "symbols")
        #expect(NearestWord.to("max_rejects", among: ["max-rejects"]) == "max-rejects")
        #expect(NearestWord.to("form", among: ["venue", "from"]) == "from")
        #expect(NearestWord.to("zebra", among: ["series", "symbols"]) == nil)
        #expect(NearestWord.distance(Array("ab".utf8), Array("ba".utf8)) == 1)
        #expect(NearestWord.distance(Array("kitten".utf8), Array("sitting".utf8)) == 3)
        #expect(NearestWord.distance([], Array("abc".utf8)) == 3)
    }
}
