/// What holds the value of one series.
protocol MetricCell: AnyObject, Sendable {
    /// What it says now; `nil` where nothing was recorded yet.
    var value: MetricSeries.Value? { get }
}
