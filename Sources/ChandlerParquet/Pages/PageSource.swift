/// The rows of one column chunk, ready to be encoded page by page in order.
protocol PageSource {
    var encoding: FormatEncoding { get }
    /// Rows of the whole chunk.
    var rowCount: Int { get }

    /// Appends levels and values of the next rows as a data page holds them.
    mutating func appendPage(_ rows: Range<Int>, to body: inout ByteBuffer)

    /// Null count and bounds of all rows encoded so far.
    var statistics: ColumnStatistics { get }
}
