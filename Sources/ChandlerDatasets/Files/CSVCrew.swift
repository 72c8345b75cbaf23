import ChandlerCore
import ChandlerParquet
import Glibc

/// A few threads that turn pieces of CSV files into compressed bytes.
///
/// Whoever submits a piece waits while as many are under way as there are threads and one more, so
/// memory stays bounded. The threads end when the crew goes away; pieces nobody began are dropped.
final class CSVCrew {
    /// Pieces that wait or are worked on at most.
    let limit: Int
    private let desk: PieceDesk
    private var threads: [pthread_t] = []

    init(threadCount: Int = CSVCrew.standardThreadCount) throws(DatasetError) {
        limit = threadCount + 1
        desk = PieceDesk(limit: limit)
        for _ in 0..<threadCount { try start(try Self.worker()) }
    }

    deinit {
        desk.close()
        for thread in threads { pthread_join(thread, nil) }
    }

    /// One per processor, three at most: more would hold more memory than they are worth.
    static var standardThreadCount: Int {
        max(1, min(3, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    }

    /// Hands a piece to the threads.
    func submit(_ piece: CSVPiece) { desk.put(piece) }

    /// Waits until a piece is done.
    func wait(for piece: CSVPiece) { desk.wait(for: piece) }

    /// Whether a piece is done.
    func isDone(_ piece: CSVPiece) -> Bool { desk.isDone(piece) }

    private static func worker() throws(DatasetError) -> CSVWorker {
        do throws(ParquetError) {
            return try CSVWorker()
        } catch {
            throw DatasetError(
                .encodingFailed,
                "start to write CSV: \(error.message)",
                cause: error
            )
        }
    }

    private func start(_ worker: CSVWorker) throws(DatasetError) {
        let shift = Unmanaged.passRetained(Shift(desk: desk, worker: worker))
        var thread = pthread_t()
        let status = pthread_create(&thread, nil, runShift, shift.toOpaque())
        guard status != 0 else { return threads.append(thread) }
        shift.release()
        // Fewer threads than wanted are slower and no fault.
        guard threads.isEmpty else { return }
        throw DatasetError(
            .encodingFailed,
            "start a thread that compresses CSV: \(SystemCalls.words(status)) (errno \(status)); "
                + "nothing of the new dataset was kept",
            errno: status
        )
    }
}

/// What a thread gets along.
private final class Shift {
    let desk: PieceDesk
    let worker: CSVWorker

    init(desk: PieceDesk, worker: CSVWorker) {
        self.desk = desk
        self.worker = worker
    }
}

private func runShift(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let shift = Unmanaged<Shift>.fromOpaque(argument).takeRetainedValue()
    shift.desk.work(with: shift.worker)
    return nil
}
