/// Memory that was touched just before a measurement and is given back while it runs.
///
/// On virtual machines whose host takes free memory back, fresh pages cost several times as much;
/// `bench_pg.py` does the same for its own runs.
struct TouchedMemory {
    private let worker: Worker

    /// How much: what `bench_pg.py` touches, or less on a small machine.
    static var megabytes: Int { MachineDescription.memoryMegabytes(upTo: 3_000) }

    /// - Parameter program: The peers' `touchmem`.
    /// - Throws: ``BenchError`` when it does not start.
    init(_ program: String) throws(BenchError) {
        worker = try Worker([program, String(Self.megabytes), "500"])
        _ = try worker.line("touch memory")
    }

    /// Gives it back bit by bit while `body` runs, and what is left afterwards.
    func givingBack<Result>(_ body: () throws -> Result) rethrows -> Result {
        worker.say("")
        defer { withExtendedLifetime(worker) {} }
        return try body()
    }
}
