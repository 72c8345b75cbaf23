/// Which rows a fault takes away.
enum HiddenRows: Sendable, Hashable {
    /// Those that open in this span of milliseconds, ends included.
    case span(ClosedRange<Int64>)
    /// So many of a hundred, always the same ones.
    case share(percent: Int)
}
