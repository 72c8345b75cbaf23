import ChandlerHTTP
import Foundation

/// Files that tests read: the project's own, and the shared reference data where it is there.
enum Fixture {
    /// The package's root.
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The shared reference data: `CHANDLER_SHARED`, or `shared` beside the package's root.
    static let shared: URL? = {
        let named = ProcessInfo.processInfo.environment["CHANDLER_SHARED"]
        let folder =
            named.map { URL(filePath: $0) }
            ?? root.deletingLastPathComponent().appending(path: "shared")
        let samples = folder.appending(path: "apis/samples/index.json").path
        return FileManager.default.fileExists(atPath: samples) ? folder : nil
    }()

    /// Whether the shared data is there; in CI its absence is a failure of the tests that need it.
    static var hasShared: Bool {
        shared != nil || ProcessInfo.processInfo.environment["CI"] == "true"
    }

    static let whySkipped: String =
        "the shared reference data is not there: neither CHANDLER_SHARED nor ../shared"

    static func body(_ name: String) throws -> HTTPBody {
        HTTPBody(try Data(contentsOf: root.appending(path: "fixtures/http/binance/\(name)")))
    }

    static func meta(_ name: String) throws -> KlinesMeta {
        let file = root.appending(path: "fixtures/http/binance/\(name).meta.json")
        return try JSONDecoder().decode(KlinesMeta.self, from: Data(contentsOf: file))
    }

    static func sample(_ name: String) throws -> HTTPBody {
        HTTPBody(try sampleData(name))
    }

    static func sampleData(_ name: String) throws -> Data {
        guard let shared else { throw MissingShared() }
        return try Data(contentsOf: shared.appending(path: "apis/samples/\(name)"))
    }

    struct MissingShared: Error {}
}

/// What a klines fixture should give.
struct KlinesMeta: Decodable {
    let interval: String
    let candles: [ExpectedCandle]
}

/// A candle as the expectation files spell it; decimals are text.
struct ExpectedCandle: Decodable {
    let open_time_ms: Int64
    let open: String
    let high: String
    let low: String
    let close: String
    let base_volume: String
    let quote_volume: String?
    let trades: Int64?
    let taker_buy_volume: String?
}
