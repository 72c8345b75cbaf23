import ChandlerHTTP
import Testing

@Suite struct WeightLimitTextTests {
    @Test(arguments: [
        ("100/10s", 100, Duration.seconds(10), "100/10s"),
        ("1200/1m", 1_200, .seconds(60), "1200/1m"), ("6000/m", 6_000, .seconds(60), "6000/1m"),
        ("1/500ms", 1, .milliseconds(500), "1/500ms"), ("5/1000ms", 5, .seconds(1), "5/1s"),
        (" 20000 / 1 h ", 20_000, .seconds(3_600), "20000/1h"),
        ("3/90M", 3, .seconds(5_400), "3/90m"), ("7/24h", 7, .seconds(86_400), "7/24h"),
    ])
    func limitIsReadAndWritten(
        text: String,
        weight: Int,
        window: Duration,
        written: String
    ) throws {
        let limit = try WeightLimit(parsing: text)
        #expect(limit == WeightLimit(weight: weight, per: window))
        #expect(limit.description == written)
        #expect(try WeightLimit(parsing: limit.description) == limit)
    }

    @Test(arguments: [
        ("", "slash"), ("100", "slash"), ("1/2/3s", "slash"), ("/10s", "weight"),
        ("0/10s", "weight"), ("-1/10s", "weight"), ("1.5/s", "weight"), ("1e3/s", "weight"),
        ("99999999999999999999/s", "weight"), ("٣/s", "weight"), ("10/", "units"),
        ("10/10", "units"), ("10/10d", "units"), ("10/10sec", "units"), ("10/0s", "window"),
        ("10/25h", "window"), ("10/99999999999999999999h", "window"), ("10/1.5s", "units"),
    ])
    func whatIsNoLimitIsRefusedWithWhatWasExpected(text: String, word: String) {
        let error = #expect(throws: WeightLimitError.self) { try WeightLimit(parsing: text) }
        let words = error?.description ?? ""
        #expect(words.contains("\"\(text)\"") && words.contains(word), "\(words)")
        #expect(words.contains("such as 100/10s"))
    }
}
