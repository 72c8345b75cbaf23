import Testing

@testable import ChandlerHTTP

@Suite struct HTTPDateTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
        (951_782_399, "2000-02-28T23:59:59Z"), (951_782_400, "2000-02-29T00:00:00Z"),
        (1_709_251_207, "2024-03-01T00:00:07Z"), (4_107_542_399, "2100-02-28T23:59:59Z"),
        (4_107_542_400, "2100-03-01T00:00:00Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
    ])
    func momentIsWrittenForPeople(unixSeconds: Int64, text: String) {
        #expect(HTTPDate.rfc3339(unixSeconds) == text)
    }
}
