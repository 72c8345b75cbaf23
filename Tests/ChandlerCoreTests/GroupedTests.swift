import ChandlerCore
import Testing

@Suite struct GroupedTests {
    @Test(arguments: [
        (0, "0"), (7, "7"), (-7, "-7"), (999, "999"), (1_000, "1,000"), (-12_345, "-12,345"),
        (261_165, "261,165"), (1_051_200, "1,051,200"),
        (Int.min, "-9,223,372,036,854,775,808"),
    ])
    func thousandsAreSeparated(value: Int, text: String) {
        #expect(value.grouped == text)
    }
}
