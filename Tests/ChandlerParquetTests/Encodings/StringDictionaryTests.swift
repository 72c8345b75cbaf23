import Testing

@testable import ChandlerParquet

@Suite struct StringDictionaryTests {
    @Test func numbersFollowFirstAppearance() {
        var dictionary = StringDictionary()
        let indices = ["b", "a", "b", "", "a", ""].map { text in
            text.withTextBytes { dictionary.index(of: $0) }
        }
        #expect(indices == [0, 1, 0, 2, 1, 2])
        let page: [UInt8] = [1, 0, 0, 0, 0x62, 1, 0, 0, 0, 0x61, 0, 0, 0, 0]
        #expect(Array(dictionary.page.bytes) == page)
    }

    @Test func canonicallyEqualTextsStayApart() {
        var dictionary = StringDictionary()
        let composed = "\u{E9}"
        let decomposed = "e\u{301}"
        #expect(composed == decomposed)
        let first = composed.withTextBytes { dictionary.index(of: $0) }
        let second = decomposed.withTextBytes { dictionary.index(of: $0) }
        #expect(first != second)
    }

    @Test func manyTextsKeepTheirNumbersWhenTheTableGrows() {
        var dictionary = StringDictionary()
        for round in 0..<2 {
            for number in 0..<5000 {
                let index = "text \(number)".withTextBytes { dictionary.index(of: $0) }
                #expect(index == UInt32(number), "round \(round)")
            }
        }
        #expect(dictionary.count == 5000)
    }

    @Test(arguments: [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (256, 8), (257, 9)])
    func indexWidthHoldsTheLastIndex(count: Int, width: Int) {
        var dictionary = StringDictionary()
        for number in 0..<count { _ = "\(number)".withTextBytes { dictionary.index(of: $0) } }
        #expect(dictionary.indexWidth == width)
    }

    @Test func tooLargeADictionaryIsGivenUp() {
        let values = (0..<100).map { "text \($0)" }
        let indices = TextIndices(values, flags: nil, limit: 1_000_000)?.indices
        #expect(indices == Array(0..<100))
        let refused = TextIndices(values, flags: nil, limit: 500) == nil
        #expect(refused)
    }
}
