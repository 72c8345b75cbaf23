import Testing

@testable import ChandlerDatasets

@Suite struct SplitFractionsTests {
    @Test(arguments: ["70/15/15", "100/0/0", "80/0/20", "0/50/50"])
    func percentagesThatAddUpAreReadAndPrinted(text: String) throws {
        #expect(try SplitFractions(parsing: text).description == text)
    }

    @Test(arguments: ["", "70/15", "70/15/15/0", "70/15/16", "-10/60/50", "70/15/x", "70//30", "a"])
    func everythingElseIsRefusedWithTheTextAndAnExample(text: String) {
        let error = #expect(throws: DatasetError.self) { try SplitFractions(parsing: text) }
        #expect(error?.code == .invalidOptions)
        #expect(error?.message.contains("\"\(text)\"") == true)
        #expect(error?.message.contains("70/15/15") == true)
    }
}
