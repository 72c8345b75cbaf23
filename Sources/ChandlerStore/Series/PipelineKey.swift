/// What two runs at once must differ in: the pipeline, and which part of its series.
public struct PipelineKey: Sendable, Hashable, CustomStringConvertible {
    /// The pipeline's name.
    public let name: String
    /// Which part of the series, such as `3/16`; `nil` for all.
    public let shard: String?

    /// Names a pipeline, or a part of one.
    public init(name: String, shard: String? = nil) {
        self.name = name
        self.shard = shard
    }

    /// Such as `pipeline crypto-core-1m, shard 3/16`.
    public var description: String {
        "pipeline \(name)" + (shard.map { ", shard \($0)" } ?? "")
    }
}
