import FoundationEssentials

/// What `chandler ingest --json` prints, as far as it is needed here.
struct IngestReport: Decodable {
    struct Series: Decodable {
        let inserted: Int
    }

    let seconds: [String: Double]
    let series: [Series]

    /// Candles that were new to the table.
    var inserted: Int { series.reduce(0) { $0 + $1.inserted } }

    /// Reads a report.
    init(_ text: String) throws(BenchError) {
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(text.utf8))
        } catch {
            throw BenchError(
                .unreadableReport,
                "read the report of chandler ingest: \(error); it began \"\(text.prefix(80))\""
            )
        }
    }
}
