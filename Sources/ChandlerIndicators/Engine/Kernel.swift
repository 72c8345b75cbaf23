/// A step of the computation: reads columns of a block, writes columns of the same block.
///
/// What a kernel writes for a row depends on the rows up to it and on nothing else, in particular
/// not on where blocks begin: every row is computed by the same operations in the same order.
/// Rows before a kernel's first value may hold anything finite; readers know where to begin.
protocol Kernel: Sendable {
    /// Computes the rows of one block, which follows the block before it.
    mutating func run(_ block: Block)

    /// Hands every value that later rows depend on to the visitor, always in the same order.
    mutating func visit(_ state: inout StateVisitor)
}

/// A kernel without memory: a loop over the rows of a block.
struct FormulaKernel: Kernel {
    let body: @Sendable (Block) -> Void

    mutating func run(_ block: Block) { body(block) }

    mutating func visit(_ state: inout StateVisitor) {}
}
