import FoundationEssentials
import Glibc

/// The fastest loader that was made by hand: month files in binary form over two connections.
struct HandMadeLoader {
    /// The case of `bench_pg.py`.
    static let name = "months-2conn-canon/binary"

    private let workplace: Workplace

    init(_ workplace: Workplace) {
        self.workplace = workplace
    }

    /// Runs the case once.
    func measure(_ database: LoadDatabase) throws -> LoadRun {
        try database.empty()
        let notes = workplace.folder + "/load.jsonl"
        unlink(notes)
        try Program(
            [
                workplace.python, workplace.bench["bench_pg.py"], "--copy", workplace.copies,
                "--bin", workplace.programs, "--out", notes, "--rounds", "1", "--touch",
                String(TouchedMemory.megabytes), "--only", Self.name, "core",
            ],
            environment: workplace.environment(database.variables)
        ).run()
        return try Self.run(in: TextFile.text(of: notes))
    }

    /// Reads the line that `bench_pg.py` notes for one run of the case.
    static func run(in notes: String) throws(BenchError) -> LoadRun {
        struct Note: Decodable {
            let wall: Double
            let clientCPU: Double
            let serverCPU: Double
            let rows: Int

            enum CodingKeys: String, CodingKey {
                case wall, rows
                case clientCPU = "client_cpu"
                case serverCPU = "server_cpu"
            }
        }
        let lines = notes.split(separator: "\n")
        guard lines.count == 1,
            let note = try? JSONDecoder().decode(Note.self, from: Data(lines[0].utf8))
        else {
            throw BenchError(
                .unreadableReport,
                "read what bench_pg.py notes about \(name): one run was asked for, it wrote "
                    + "\(lines.count) lines beginning \"\(notes.prefix(80))\""
            )
        }
        return LoadRun(
            wall: note.wall,
            clientCPU: note.clientCPU,
            serverCPU: note.serverCPU,
            rows: note.rows
        )
    }
}
