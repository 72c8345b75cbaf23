/// A value that every row of a file has in a column that the file lacks.
final class ImportConstant {
    /// The column's place among the staged ones.
    let target: Int
    /// The value; its bytes stay where they are.
    let field: ImportField
    private let bytes: UnsafeMutableBufferPointer<UInt8>

    init(_ target: Int, _ text: String) {
        self.target = target
        bytes = .allocate(capacity: max(text.utf8.count, 1))
        _ = bytes.initialize(from: text.utf8)
        field = ImportField(
            start: UnsafePointer(bytes.baseAddress),
            count: text.utf8.count,
            form: .bare
        )
    }

    deinit { bytes.deallocate() }
}
