import FoundationEssentials

/// One run of one contender, as `compare.py` notes it.
struct ComparisonRun: Decodable {
    let round: Int
    let contender: String
    let wall: Double
    let clientCPU: Double
    let serverCPU: Double
    let peakMiB: Double
    let datasetMB: Double
    let code: Int
    /// Whether the table held what it should.
    let isGood: Bool

    private enum CodingKeys: String, CodingKey {
        case round, contender, wall
        case clientCPU = "client_cpu"
        case serverCPU = "server_cpu"
        case peakMiB = "peak_mib"
        case datasetMB = "dataset_mb"
        case code = "rc"
        case isGood = "ok"
    }

    /// All runs of a file with one JSON object a line.
    static func all(in path: String) throws(BenchError) -> [ComparisonRun] {
        try all(reading: TextFile.text(of: path), from: path)
    }

    /// All runs of a text with one JSON object a line; `path` is where it came from.
    static func all(
        reading text: String,
        from path: String
    ) throws(BenchError) -> [ComparisonRun] {
        var runs: [ComparisonRun] = []
        for line in text.split(separator: "\n") {
            do {
                runs.append(try JSONDecoder().decode(Self.self, from: Data(line.utf8)))
            } catch {
                throw BenchError(
                    .unreadableReport,
                    "read \"\(path)\": \(error); the line began \"\(line.prefix(80))\""
                )
            }
        }
        return runs
    }
}
