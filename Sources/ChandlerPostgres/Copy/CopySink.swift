/// Where a writer's full buffers go.
struct CopySink {
    private let handle: ConnectionHandle
    private let statement: String

    init(_ handle: ConnectionHandle, statement: String) {
        self.handle = handle
        self.statement = statement
    }

    func send(_ bytes: UnsafeRawBufferPointer) throws(PostgresError) {
        try handle.put(bytes, statement: statement)
    }
}
