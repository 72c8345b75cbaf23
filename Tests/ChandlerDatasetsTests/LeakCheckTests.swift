import ChandlerCore
import Testing

@testable import ChandlerDatasets

@Suite struct LeakCheckTests {
    private func tally(_ split: Split, _ start: Int64, _ end: Int64) throws -> SeriesTally {
        let series = SeriesID(venue: "binance", symbol: try Symbol("BTCUSDT"), interval: .minute)
        var tally = SeriesTally(series: series, columnCount: 0)
        tally.keep(1, in: split, from: Timestamp(seconds: start), until: Timestamp(seconds: end))
        return tally
    }

    @Test func splitsThatOnlyTouchShareNoTime() throws {
        let check = LeakCheck([try tally(.validation, 10, 20), try tally(.train, 0, 10)])
        #expect(check.finding == nil)
    }

    @Test func aLabelWindowOfOneSeriesThatReachesIntoASplitOfAnotherIsFound() throws {
        let check = LeakCheck([
            try tally(.train, 0, 11), try tally(.validation, 12, 20),
            try tally(.validation, 10, 15),
        ])
        #expect(check.finding?.contains("train") == true)
    }

    @Test func trainingThatReachesIntoTestIsFoundWithoutValidation() throws {
        #expect(LeakCheck([try tally(.train, 0, 11), try tally(.test, 10, 20)]).finding != nil)
    }
}
