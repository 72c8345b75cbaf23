public import ChandlerCore

/// Computes the indicators of one series, candle by candle, in the order of open times.
///
/// The values of a row depend on the candles up to that row and on nothing else: however the
/// series is cut into batches, and whether or not the engine was saved and restored in between,
/// the same doubles come out, bit for bit.
///
/// **Source:** the conventions of TA-Lib 0.8.1; each indicator's file says what it computes.
public struct IndicatorEngine: Sendable {
    /// Rows that all kernels process before the next ones are touched: small enough that the
    /// columns stay in the processor's second-level cache.
    static let blockRows = 512

    /// The indicators that are computed.
    public let set: IndicatorSet
    /// How many candles of the series were seen.
    public internal(set) var rowsSeen = 0

    var kernels: [any Kernel]
    /// The last row of every column, raw ones first.
    var lastRow: [Double]
    private let outputs: [Output]

    /// Where an indicator's values are found, and from which row on they count.
    private struct Output: Sendable {
        let column: Int
        let warmUp: Int
    }

    /// An engine at the beginning of a series.
    public init(_ set: IndicatorSet) {
        self.set = set
        var plan = KernelPlan()
        outputs = set.columns.map { column in
            Output(column: column.build(into: &plan), warmUp: column.warmUp)
        }
        kernels = plan.kernels
        lastRow = Array(repeating: 0, count: plan.columnCount)
    }

    /// Computes the next candles of the series.
    ///
    /// - Parameter columns: Candles that follow the ones seen so far, in ascending open time.
    /// - Returns: One row per candle.
    public mutating func update(_ columns: CandleColumns) -> IndicatorFrame {
        var frame = IndicatorFrame()
        update(columns, into: &frame)
        return frame
    }

    /// Computes the next candles of the series, in memory that was used before.
    ///
    /// Fresh memory for every batch costs more than the computation itself: the kernel of the
    /// operating system has to clear each page of it.
    ///
    /// - Parameters:
    ///   - columns: Candles that follow the ones seen so far, in ascending open time.
    ///   - frame: Receives one row per candle; what it held before is dropped.
    public mutating func update(_ columns: CandleColumns, into frame: inout IndicatorFrame) {
        let outputs = outputs
        frame.prepare(count: columns.count, width: outputs.count)
        let firstRow = rowsSeen
        run(columns) { block in
            for (index, output) in outputs.enumerated() {
                frame.withColumn(index, from: block.row - firstRow) { result in
                    Self.finish(block, output, into: result)
                }
            }
        }
    }

    /// Computes the next candle of the series.
    ///
    /// - Parameter candle: The candle after the ones seen so far.
    /// - Returns: One value per indicator in the order of the set's names, `nil` where undefined.
    public mutating func update(_ candle: Candle) -> [Double?] {
        update(CandleColumns(CollectionOfOne(candle))).columns.map { column in
            column[0].isNaN ? nil : column[0]
        }
    }

    /// Replays candles without keeping their values.
    ///
    /// - Parameter columns: Candles that follow the ones seen so far, in ascending open time.
    public mutating func skip(_ columns: CandleColumns) {
        run(columns) { _ in }
    }

    /// Runs all kernels over the candles, block after block.
    private mutating func run(_ columns: CandleColumns, _ deliver: (Block) -> Void) {
        let count = columns.count
        guard count > 0 else { return }
        let capacity = min(count, Self.blockRows)
        // Three cache lines more than the rows: columns a power of two apart would evict each
        // other from the first-level cache. The last double before a column is its row -1.
        let stride = capacity + 24
        let size = stride * lastRow.count
        withUnsafeTemporaryAllocation(of: Double.self, capacity: size) { scratch in
            scratch.initialize(repeating: 0)
            guard let start = scratch.baseAddress else { return }
            let base = start + 8
            for column in lastRow.indices { base[column * stride - 1] = lastRow[column] }
            columns.openTimes.withUnsafeBufferPointer { openTimes in
                guard let times = openTimes.baseAddress else { return }
                for first in Swift.stride(from: 0, to: count, by: capacity) {
                    let block = Block(
                        count: min(capacity, count - first),
                        row: rowsSeen,
                        openTimes: times + first,
                        base: base,
                        stride: stride
                    )
                    load(columns, from: first, into: block)
                    for index in kernels.indices { kernels[index].run(block) }
                    deliver(block)
                    rowsSeen += block.count
                    for column in lastRow.indices {
                        block[column][-1] = block[column][block.count - 1]
                    }
                }
            }
            for column in lastRow.indices { lastRow[column] = base[column * stride - 1] }
        }
    }

    private func load(_ columns: CandleColumns, from first: Int, into block: Block) {
        func copy(_ values: [Double], to column: Int) {
            values.withUnsafeBufferPointer { source in
                guard let start = source.baseAddress else { return }
                block[column].update(from: start + first, count: block.count)
            }
        }
        copy(columns.highs, to: RawColumn.high)
        copy(columns.lows, to: RawColumn.low)
        copy(columns.closes, to: RawColumn.close)
        copy(columns.volumes, to: RawColumn.volume)
    }

    /// Copies an indicator's rows, with one NaN for everything that is undefined.
    private static func finish(
        _ block: Block,
        _ output: Output,
        into result: UnsafeMutablePointer<Double>
    ) {
        let values = block[output.column]
        let undefined = block.rows(before: output.warmUp)
        for index in 0..<undefined { result[index] = .nan }
        for index in undefined..<block.count {
            let value = values[index]
            // The difference is 0 for finite values and NaN for all others.
            result[index] = value - value == 0 ? value : .nan
        }
    }
}
