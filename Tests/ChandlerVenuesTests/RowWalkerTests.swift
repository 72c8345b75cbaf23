import CSimdjson
import ChandlerHTTP
import Testing

@testable import ChandlerVenues

@Suite struct RowWalkerTests {
    @Test func fieldsAreSlicesOfThePageWithTheirKinds() throws {
        let text = "[[1,\"two\",-3.5e2,null],[\"\",true,[7],{\"a\":1}],[1]]"
        let found = try RowWalker().walk(HTTPBody(text: text), columns: 4) { rows in
            (0..<rows.count).map { index in
                (0..<(rows.columns(ofRow: index) ?? 0)).map { column in
                    "\(rows[index][column].slice.kind) \(rows[index][column].string)"
                }
            }
        }
        #expect(
            found == [
                ["2 1", "1 two", "2 -3.5e2", "3 null"], ["1 ", "3 true", "3 [", "3 {"], ["2 1"],
            ]
        )
    }

    @Test func surplusFieldsAreCountedAndNotListed() throws {
        let counts = try RowWalker().walk(HTTPBody(text: "[[1,2,3,4],[5,6]]"), columns: 2) { rows in
            [rows.columns(ofRow: 0), rows.columns(ofRow: 1)].map { $0 ?? -1 }
                + [Int(rows[1][1].string) ?? -1]
        }
        #expect(counts == [4, 2, 6])
    }

    @Test func walkerIsReusedForPagesOfGrowingSize() throws {
        let walker = RowWalker()
        for count in [0, 1, 700, 3, 5_000, 1_024, 1_025] {
            let text = "[" + (0..<count).map { "[\($0),\"\($0)\"]" }.joined(separator: ",") + "]"
            let sum = try walker.walk(HTTPBody(text: text), columns: 2) { rows in
                (0..<rows.count).reduce(0) { $0 + (Int(rows[$1][1].string) ?? -1) }
            }
            #expect(sum == count * (count - 1) / 2)
        }
    }

    @Test func pageWithoutPaddingIsCopied() throws {
        let parser = try #require(csimdjson_create())
        defer { csimdjson_destroy(parser) }
        // The byte after the page would close it, if it were read.
        let bytes = Array("[[1,\"2\"]]".utf8)
        for length in [bytes.count, bytes.count - 1] {
            var rows = csimdjson_rows()
            let code = csimdjson_walk_rows(parser, bytes, length, bytes.count, 2, &rows)
            #expect((code == 0) == (length == bytes.count))
            #expect(rows.count == (code == 0 ? 1 : 0))
        }
    }

    @Test func stringOver65535BytesIsNoField() throws {
        let long = String(repeating: "9", count: 70_000)
        let kinds = try RowWalker().walk(HTTPBody(text: "[[\"\(long)\",\(long)]]"), columns: 2) {
            [$0[0][0].slice.kind, $0[0][1].slice.kind]
        }
        #expect(kinds == [3, 3])
    }

    @Test func faultIsInSimdjsonsWords() {
        let fault = #expect(throws: JSONFault.self) {
            try RowWalker().walk(HTTPBody(text: "[[1,\"2]]"), columns: 2) { _ in }
        }
        #expect(fault?.words.contains("never closed") == true, "\(fault?.words ?? "")")
    }

    @Test func memberOfASmallDocumentIsFoundByPath() throws {
        let answer = try JSONAnswer(
            HTTPBody(text: "{\"code\":-1121,\"msg\":\"a\\u0062c\",\"data\":[{\"x\":1.5},null]}")
        )
        #expect(answer.integer("/code") == -1121)
        #expect(answer.string("/msg") == "abc")
        #expect(answer.string("/code") == nil)
        #expect(answer.integer("/data/0/x") == nil)
        #expect(answer.has("/data/1"))
        #expect(!answer.has("/data/2"))
        #expect(!answer.has("/nothing"))
    }

    @Test(arguments: ["", "{", "{\"a\":1}}", "<html>", "{'a':1}"])
    func smallDocumentThatIsNoJSONIsRefused(text: String) {
        #expect(throws: JSONFault.self) { try JSONAnswer(HTTPBody(text: text)) }
    }
}
