import ChandlerCore
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01", 0), ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59.999999Z", -1),
        ("2024-02-29", 1_709_164_800_000_000), ("2000-02-29T12:00", 951_825_600_000_000),
        ("2024-03-01 00:00:00", 1_709_251_200_000_000),
        ("2024-03-01t00:00:00z", 1_709_251_200_000_000),
        ("2024-03-01T02:00:00+02:00", 1_709_251_200_000_000),
        ("2024-02-29T18:30:00-05:30", 1_709_251_200_000_000),
        ("2024-03-01T00:00:00.5Z", 1_709_251_200_500_000),
        ("2024-03-01T00:00:00.000001Z", 1_709_251_200_000_001),
        ("2024-03-01T05:45:00+0545", 1_709_251_200_000_000),
        ("0001-01-01", -62_135_596_800_000_000), ("9999-12-31", 253_402_214_400_000_000),
        ("1600-02-29", -11_670_998_400_000_000),
    ])
    func textsAreTheMomentsTheyName(text: String, microseconds: Int64) {
        #expect(Timestamp(parsing: text)?.microseconds == microseconds)
    }

    @Test(arguments: [
        "", " ", "2024", "2024-1-1", "2024-13-01", "2024-00-01", "2024-01-00", "2024-01-32",
        "2023-02-29", "1900-02-29", "2100-02-29", "2024-04-31", "0000-01-01", "20240101",
        "2024-01-01T", "2024-01-01T24:00", "2024-01-01T00:60", "2024-01-01T00:00:60",
        "2024-01-01T00", "2024-01-01T0:00", "2024-01-01T00:00:00.", "2024-01-01T00:00:00.1234567",
        "2024-01-01T00:00:00ZZ", "2024-01-01T00:00:00+", "2024-01-01T00:00:00+2",
        "2024-01-01T00:00:00+24:00", "2024-01-01T00:00:00+02:60", "2024-01-01  00:00",
        "2024-01-01T00:00:00 Z", " 2024-01-01", "2024-01-01 ", "-2024-01-01", "+2024-01-01",
        "2024-01-01T00:00:-1", "２０２４-01-01", "2024-01-01T00:00:00.٣", "2024/01/01", "now",
        "12024-01-01", "2024-01-01T00:00:00,5Z",
    ])
    func everythingElseIsRefused(text: String) {
        #expect(Timestamp(parsing: text) == nil)
    }

    @Test(arguments: UInt64(1)...4)
    func printedMomentsAreReadBack(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let years = -62_135_596_800_000_000...253_402_300_799_999_999 as ClosedRange<Int64>
        for _ in 0..<5_000 {
            var value = Int64.random(in: years, using: &generator)
            let unit = generator.pick([1, 1_000, 1_000_000, 60_000_000, 86_400_000_000] as [Int64])
            value -= value % unit
            let moment = Timestamp(microseconds: value)
            #expect(Timestamp(parsing: moment.description) == moment, "seed \(seed) \(value)")
        }
    }

    @Test(arguments: [
        ("2024-03-01", "2024-03-01T00:00:00Z", "2024-03-01"),
        ("2024-03-01T07:30", "2024-03-01T07:30:00Z", "2024-03-01 07:30"),
        ("2024-03-01T07:30:05", "2024-03-01T07:30:05Z", "2024-03-01 07:30:05"),
        ("2024-03-01T00:00:00.25", "2024-03-01T00:00:00.25Z", "2024-03-01 00:00:00.25"),
        ("1969-12-31T23:59:59.9", "1969-12-31T23:59:59.9Z", "1969-12-31 23:59:59.9"),
    ])
    func momentsArePrintedInTwoForms(text: String, long: String, short: String) {
        #expect(Timestamp(parsing: text)?.description == long)
        #expect(Timestamp(parsing: text)?.compact == short)
    }

    @Test(arguments: [(-1, -1), (-1_000, -1), (-1_001, -2), (0, 0), (999, 0), (1_000, 1)])
    func millisecondsAreRoundedTowardsThePast(microseconds: Int64, milliseconds: Int64) {
        #expect(Timestamp(microseconds: microseconds).milliseconds == milliseconds)
    }

    @Test func unitsAgree() {
        #expect(Timestamp(seconds: 5) == Timestamp(milliseconds: 5_000))
        #expect(Timestamp(seconds: 5) == Timestamp(microseconds: 5_000_000))
        #expect(Timestamp(seconds: 5) - Timestamp(seconds: 3) == 2_000_000)
        #expect(Timestamp(seconds: 5) - 1 + 1 == Timestamp(seconds: 5))
    }
}
