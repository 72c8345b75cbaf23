import ChandlerCore

/// What two runs never do at once: the name for people, and the key of the server's lock.
struct AdvisoryLock {
    let name: String
    let key: Int64

    init(_ series: SeriesID) {
        self.init(name: "\(series)", parts: ["chandler series \(series)"])
    }

    init(_ series: PoolSeriesID) {
        self.init(name: "\(series)", parts: ["chandler pool"] + series.key)
    }

    init(_ pipeline: PipelineKey) {
        self.init(
            name: "\(pipeline)",
            parts: ["chandler pipeline", pipeline.name, pipeline.shard ?? ""]
        )
    }

    /// The key is FNV-1a over the parts.
    private init(name: String, parts: [String]) {
        self.name = name
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in parts.joined(separator: "\u{1F}").utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        key = Int64(bitPattern: hash)
    }
}
