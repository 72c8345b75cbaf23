/// The kernels that a set of indicators needs, each once, in an order that can be run.
struct KernelPlan: Sendable {
    private(set) var kernels: [any Kernel] = []
    private(set) var columnCount = RawColumn.count
    private var columns: [String: Int] = [:]

    /// The first output column of the kernel called `key`, which is made at the first request.
    ///
    /// - Parameters:
    ///   - key: Names the computation with all its inputs; equal keys share one kernel.
    ///   - outputs: How many consecutive columns the kernel writes.
    ///   - make: Makes the kernel from the number of its first output column.
    /// - Returns: The number of the first output column.
    mutating func add(
        _ key: String,
        outputs: Int = 1,
        _ make: (_ output: Int) -> any Kernel
    ) -> Int {
        if let known = columns[key] { return known }
        let first = columnCount
        columnCount += outputs
        columns[key] = first
        kernels.append(make(first))
        return first
    }

    /// As ``add(_:outputs:_:)``, for a kernel without memory.
    mutating func formula(
        _ key: String,
        outputs: Int = 1,
        _ body: @escaping @Sendable (_ block: Block, _ output: Int) -> Void
    ) -> Int {
        add(key, outputs: outputs) { output in FormulaKernel { body($0, output) } }
    }
}
