import Testing

@testable import ChandlerBench

@Suite struct NumberTextTests {
    @Test(
        arguments: [
            (1.25, 1, "1.2"), (1.35, 1, "1.4"), (0, 2, "0.00"), (-3.14159, 3, "-3.142"),
            (1_234_567.5, 0, "1234568"), (.nan, 2, "-"), (.infinity, 0, "-"), (1e300, 0, nil),
        ] as [(Double, Int, String?)]
    )
    func decimalsAreFixed(_ value: Double, _ decimals: Int, _ expected: String?) {
        guard let expected else {
            #expect(fixed(value, decimals).count == 301)
            return
        }
        #expect(fixed(value, decimals) == expected)
    }

    @Test(
        arguments: [
            (0, "0"), (999, "999"), (1_000, "1,000"), (1_051_200, "1,051,200"),
            (-12_345, "-12,345"),
            (100_000, "100,000"), (.min, "-9,223,372,036,854,775,808"),
        ] as [(Int, String)]
    )
    func digitsStandInGroupsOfThree(_ value: Int, _ expected: String) {
        #expect(grouped(value) == expected)
    }

    @Test func decimalsOfBytesKeepAllTheirDigits() {
        var text = ByteText()
        text.append(steps: 4_621_693, decimals: 2)
        text.append(",")
        text.append(steps: 5, decimals: 5)
        text.append(",")
        text.append(-1_200)
        #expect(
            String(decoding: text.bytes, as: UTF8.self) == "46216.93000000,0.00005000,-1200"
        )
    }
}
