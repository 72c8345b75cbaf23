import Testing

@testable import ChandlerPostgres

@Suite struct TimestampTextTests {
    @Test(
        arguments: [
            ("1970-01-01 00:00:00+00", 0), ("1970-01-01 00:00:00.000001+00", 1),
            ("1969-12-31 23:59:59.5+00", -500_000), ("2000-01-01 00:00:00", 946_684_800_000_000),
            ("2024-02-29 13:37:00.25+00", 1_709_213_820_250_000),
            ("294246-12-31 23:59:59+00", 9_223_371_244_799_000_000),
            ("0001-01-01 00:00:00+00", -62_135_596_800_000_000),
        ] as [(String, Int64)]
    )
    func isoTimesAreRead(text: String, time: Int64) {
        #expect(TimestampText.microseconds(text) == time)
    }

    @Test(arguments: [
        "infinity", "-infinity", "0044-03-15 00:00:00+00 BC", "2024-02-29",
        "2024-02-29 13:37:00+01",
        "2024-02-29 13:37:00.+00", "", "2024-2-29 13:37:00+00", "2024-02-29 13:37:00.1234567+00",
    ])
    func otherFormsAreRefused(text: String) {
        #expect(TimestampText.microseconds(text) == nil)
    }
}
