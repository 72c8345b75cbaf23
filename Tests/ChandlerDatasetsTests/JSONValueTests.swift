import Foundation
import Testing

@testable import ChandlerDatasets

@Suite struct JSONValueTests {
    @Test func keysKeepTheirOrderAndEmptyPartsStayShort() {
        let value = JSONValue.object([
            ("b", .integer(1)), ("a", .array([.null, .bool(true)])), ("c", .array([])),
            ("d", .object([])),
        ])
        #expect(
            value.text
                == "{\n  \"b\": 1,\n  \"a\": [\n    null,\n    true\n  ],\n  \"c\": [],\n  \"d\": {}\n}\n"
        )
    }

    @Test func textsSurviveAnyReader() throws {
        let text = "quote \" slash \\ tab \t line \n bell \u{7} umlaut \u{fc} \u{1F56F}"
        let bytes = Data(JSONValue.array([.string(text)]).text.utf8)
        #expect(try JSONDecoder().decode([String].self, from: bytes) == [text])
    }

    @Test(arguments: [(0.0, "0"), (2.0, "2"), (0.1, "0.1"), (1e-7, "1e-07"), (-2.5, "-2.5")])
    func numbersPrintAsShortAsTheyReadBack(value: Double, text: String) {
        #expect(JSONValue.number(value).text == text + "\n")
    }
}
