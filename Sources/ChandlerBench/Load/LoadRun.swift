/// What one load took.
struct LoadRun {
    let wall: Double
    /// Processor seconds of whoever loads.
    let clientCPU: Double
    /// Processor seconds of the server and all its processes.
    let serverCPU: Double
    /// How many rows the table had afterwards.
    let rows: Int
}
