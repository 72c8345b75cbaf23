import ChandlerCore
import ChandlerIndicators
import Testing

@testable import ChandlerDatasets

@Suite struct DatasetOptionsTests {
    private let options: DatasetOptions

    init() throws {
        let start = Timestamp(seconds: 1_700_000_000)
        options = DatasetOptions(
            directory: "out",
            series: [SeriesID(venue: "binance", symbol: try Symbol("BTCUSDT"), interval: .minute)],
            range: TimeRange(start, start + 3_600_000_000),
            indicators: .none,
            programVersion: "1"
        )
    }

    @Test func horizonsAreSortedAndTheEmbargoFollowsTheLongest() throws {
        var changed = options
        changed.horizons = [60, 5, 60, 1]
        let checked = try changed.checked()
        #expect(checked.horizons == [1, 5, 60])
        #expect(checked.embargoCandles == 60)
        changed.embargo = 0
        #expect(try changed.checked().embargoCandles == 0)
    }

    private static let faults: [(String, @Sendable (inout DatasetOptions) -> Void)] = [
        ("folder", { $0.directory = "" }),
        ("range", { $0.range = TimeRange($0.range.start, $0.range.start) }),
        ("no series", { $0.series = [] }),
        ("twice", { $0.series += $0.series }),
        (
            "venue",
            { $0.series[0] = SeriesID(venue: "../x", symbol: $0.series[0].symbol, interval: .day) }
        ),
        ("horizon", { $0.horizons = [0] }),
        ("horizon", { $0.horizons = [5, 100_001] }),
        ("embargo", { $0.embargo = -1 }),
        ("threshold", { $0.directionThreshold = -0.1 }),
        ("threshold", { $0.directionThreshold = .nan }),
        ("barrier", { $0.barrierATR = 0 }),
        ("barrier", { $0.barrierATR = .infinity }),
        ("row group", { $0.rowGroupRows = 0 }),
    ]

    @Test(arguments: faults.indices)
    func whatMakesNoSenseIsRefusedByName(fault: Int) {
        let (word, change) = Self.faults[fault]
        var changed = options
        change(&changed)
        let error = #expect(throws: DatasetError.self) { try changed.checked() }
        #expect(error?.code == .invalidOptions)
        #expect(error?.message.contains(word) == true, "\(error?.message ?? "")")
    }
}
