import ChandlerCore
import ChandlerPipeline
import Testing

@Suite struct ShardTests {
    /// Computed with another program: a change would move series between machines.
    @Test(arguments: [
        ("binance", "BTCUSDT", Interval.minute, [1, 3, 9, 409]),
        ("binance", "ETHUSDT", .minute, [1, 2, 15, 255]),
        ("bybit", "BTCUSDT", .hour, [1, 1, 1, 65]),
        ("okx", "SOLUSDT", .day, [2, 3, 4, 516]),
        ("coinbase", "BTCUSD", .month, [2, 1, 10, 650]),
    ])
    func aSeriesIsInThePartThatItsNameSays(
        venue: String,
        symbol: String,
        interval: Interval,
        parts: [Int]
    ) throws {
        let series = SeriesID(venue: venue, symbol: try Symbol(symbol), interval: interval)
        for (count, part) in zip([2, 3, 16, 1_024], parts) {
            let holding = (1...count).filter { Shard($0, of: count)?.holds(series) == true }
            #expect(holding == [part], "\(series) of \(count)")
        }
    }

    @Test func aPoolIsInThePartThatItsNameSays() {
        let pool = "8sLbNZoA1cfnvMJLPfp98ZLAnFSYCFApfJKMbiXNLwxj"
        for (count, part) in zip([2, 3, 16, 1_024], [2, 2, 14, 270]) {
            let holding = (1...count).filter {
                Shard($0, of: count)?.holds(pool: pool, venue: "geckoterminal", .hour) == true
            }
            #expect(holding == [part])
        }
    }

    @Test func partsAreAboutEqual() throws {
        var counts = [Int](repeating: 0, count: 8)
        for number in 0..<4_000 {
            let series = SeriesID(
                venue: "binance",
                symbol: try Symbol("C\(number)USDT"),
                interval: .minute
            )
            for part in 1...8 where Shard(part, of: 8)?.holds(series) == true {
                counts[part - 1] += 1
            }
        }
        #expect(counts.reduce(0, +) == 4_000)
        #expect(counts.allSatisfy { (400...600).contains($0) }, "\(counts)")
    }

    @Test(arguments: ["1/1", "3/16", "1024/1024"])
    func aPartIsReadAsItIsWritten(text: String) {
        #expect(Shard(parsing: text)?.description == text)
    }

    @Test(arguments: [
        "", "3", "0/3", "4/3", "3/0", "1/1025", "1/2/3", "a/3", "+1/3", "1/", "/3", "1 /3", "-1/3",
        "99999/99999",
    ])
    func whatIsNoPartIsRefused(text: String) {
        #expect(Shard(parsing: text) == nil)
    }

    @Test func onlyTheFirstPartDoesWhatIsOfNoSeries() {
        #expect(Shard(1, of: 3)?.isFirst == true)
        #expect(Shard(2, of: 3)?.isFirst == false)
    }
}
