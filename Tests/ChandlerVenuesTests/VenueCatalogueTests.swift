import ChandlerCore
import Testing

@testable import ChandlerVenues

@Suite struct VenueCatalogueTests {
    @Test(arguments: ["binance", "Binance"])
    func venueIsFoundByName(name: String) throws {
        let venue = try VenueCatalogue().venue(named: name)
        #expect(venue.name == "binance")
        #expect(venue.intervals == Interval.allCases)
        let source = try venue.source(VenueOptions(baseURL: "http://127.0.0.1:1"))
        #expect(source.venue == "binance")
        #expect(source.counters == RequestCounters())
    }

    @Test func unknownVenueIsAnErrorThatNamesThoseThereAre() {
        let error = #expect(throws: UnknownVenueError.self) {
            try VenueCatalogue().venue(named: "bin\"ance\n")
        }
        let names = VenueCatalogue.all.map(\.name).joined(separator: ", ")
        #expect(
            error?.description == "venue \"bin\\\"ance\\n\" is not known; there are: \(names)"
        )
        #expect(names.hasPrefix("binance, bybit"))
    }

    @Test func namesAreThereOnce() {
        let names = VenueCatalogue.all.map(\.name)
        #expect(Set(names).count == names.count)
    }
}
