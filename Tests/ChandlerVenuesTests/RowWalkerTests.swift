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

    /// The scan of plain pages and simdjson's walk agree about every page, plain or damaged.
    @Test(arguments: UInt64(1)...8)
    func scanFindsWhatTheWalkFinds(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let scanner = RowWalker()
        let walker = RowWalker(scans: false)
        func outcome(_ walker: RowWalker, _ bytes: [UInt8]) -> String {
            let found = try? walker.walk(HTTPBody(bytes), columns: 12) { rows in
                (0..<rows.count).map { index in
                    let width = rows.columns(ofRow: index) ?? -1
                    let fields = (0..<max(0, min(width, 12))).map { column in
                        "\(rows[index][column].slice)"
                    }
                    return "\(width) \(rows.rows.rows[index].offset) \(fields)"
                }
            }
            return found.map { "\($0)" } ?? "refused"
        }
        let spices = Array("[]\"\\,.-+eE0 1\u{1}\u{0}\n{}:tn\u{e9}".utf8)
        for _ in 0..<4_000 {
            var page = "["
            for row in 0..<Int.random(in: 0...4, using: &generator) {
                let fields = (0..<Int.random(in: 1...13, using: &generator)).map { column in
                    let digits = Int.random(in: 0...18, using: &generator)
                    let number = UInt64.random(in: 0...UInt64.max, using: &generator)
                    let text = String(String(number).prefix(digits))
                    return column % 3 == 0 ? (text.isEmpty ? "0" : text) : "\"\(text).5\""
                }
                page += (row == 0 ? "" : ",") + "[" + fields.joined(separator: ",") + "]"
            }
            var bytes = Array((page + "]").utf8)
            for _ in 0..<Int.random(in: 0...2, using: &generator) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                let spice = spices[Int.random(in: 0..<spices.count, using: &generator)]
                switch Int.random(in: 0...3, using: &generator) {
                case 0: bytes[place] = spice
                case 1: bytes.insert(spice, at: place)
                case 2: bytes.remove(at: place)
                default: bytes.removeSubrange(place...)
                }
            }
            let (left, right) = (outcome(scanner, bytes), outcome(walker, bytes))
            if left != right {
                Issue.record("seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
                return
            }
        }
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
            let code = csimdjson_walk_rows(parser, bytes, length, bytes.count, 2, 1, &rows)
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
