/// The folder of the programs that Chandler is compared with.
struct BenchFolder {
    let path: String

    /// - Parameter path: The folder that holds `compare.py`.
    /// - Throws: ``BenchError`` when it does not.
    init(_ path: String) throws(BenchError) {
        self.path = path
        for file in ["compare.py", "gen_data.py", "pg_server.sh", "native/Makefile"] {
            guard TextFile.exists(self[file]) else {
                throw BenchError(
                    .fileFault,
                    "use the peers in \"\(path)\": \(file) is not there; name the folder that "
                        + "holds compare.py with --bench"
                )
            }
        }
    }

    /// A file's path.
    subscript(file: String) -> String { "\(path)/\(file)" }
}
