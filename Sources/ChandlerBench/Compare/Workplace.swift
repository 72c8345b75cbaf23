import Glibc

/// The folder in which peers are built and their data lies; kept, because making it takes minutes.
struct Workplace {
    let folder: String
    let bench: BenchFolder
    /// How many months from 2022-01 on are compared.
    let months: Int

    var python: String { folder + "/venv/bin/python" }
    var programs: String { folder + "/bin" }
    var data: String { months == 24 ? folder + "/data" : "\(folder)/data-\(months)" }
    /// Where rows as COPY takes them lie.
    var copies: String { folder + "/copy" }
    var copyFile: String {
        months == 24 ? copies + "/j25_8.text" : "\(copies)/j25_8-\(months).text"
    }
    var rows: Int { Self.days(months) * 1_440 }

    /// The first moment behind the months, as a date.
    var end: String {
        let month = months % 12 + 1
        return "\(2022 + months / 12)-\(month < 10 ? "0" : "")\(month)-01"
    }

    /// The peers' variables: their Python first, and the server.
    func environment(_ server: [String: String] = [:]) -> [String: String] {
        var environment = Program.environment(server)
        environment["PATH"] = folder + "/venv/bin:" + (environment["PATH"] ?? "/usr/bin:/bin")
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
        return environment
    }

    /// Makes what every comparison needs and is missing.
    func prepare() throws(BenchError) {
        try Folder.make(folder)
        try makePython()
        try call(
            [
                "make", "-s", "-C", bench["native"], "OUT=" + programs, "PYTHON=" + python, "all",
                "floor",
            ],
            "building the native peers"
        )
        if !TextFile.exists(data + "/meta.json") {
            try call(
                [python, bench["gen_data.py"], "--out", data, "--rows", String(rows)],
                "making \(grouped(rows)) candles"
            )
        }
    }

    private func makePython() throws(BenchError) {
        if TextFile.exists(python), hasPackages { return }
        try call(["python3", "-m", "venv", folder + "/venv"], "making a Python environment")
        try call(
            [
                python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "numpy",
                "pandas", "polars", "pyarrow", "psycopg[binary]", "orjson", "TA-Lib", "requests",
                "duckdb",
            ],
            "installing the peers' packages"
        )
    }

    /// Whether all are there; finding them is quick, importing them is not.
    private var hasPackages: Bool {
        let script = """
            import importlib.util as u
            names = "numpy pandas polars pyarrow psycopg orjson talib requests duckdb".split()
            raise SystemExit(0 if all(u.find_spec(name) for name in names) else 1)
            """
        let program = Program([python, "-c", script], environment: environment())
        return (try? program.run()) != nil
    }

    /// Makes the rows as COPY takes them in text form.
    func makeCopyFile() throws(BenchError) {
        if TextFile.exists(copyFile) { return }
        try Folder.make(copies)
        let draft = copyFile + ".part"
        try call(
            [programs + "/copygen", "--data", data, "--format", "text", "--out", draft],
            "writing the rows that the yardstick copies"
        )
        guard rename(draft, copyFile) == 0 else { throw TextFile.fault("write", copyFile) }
    }

    /// Makes the rows as COPY takes them in binary form with sorted keys, a file a month.
    func makeMonthFiles() throws(BenchError) {
        let names = (0..<months).map { month in
            "\(2022 + month / 12)_\(month % 12 < 9 ? "0" : "")\(month % 12 + 1)"
        }
        let parts = names.map { (draft: "\(copies)/part_\($0)", file: "\(copies)/mc_binary_\($0)") }
        if parts.allSatisfy({ TextFile.exists($0.file) }) { return }
        try Folder.make(copies)
        try call(
            [
                programs + "/copygen", "--data", data, "--format", "binary", "--order", "canon",
                "--split", copies + "/part",
            ],
            "writing the rows that the hand-made loader copies"
        )
        for part in parts {
            guard rename(part.draft, part.file) == 0 else {
                throw TextFile.fault("write", part.file)
            }
        }
    }

    private func call(_ command: [String], _ words: String) throws(BenchError) {
        Console.note(words)
        try Program(command, environment: environment()).run()
    }

    private static func days(_ months: Int) -> Int {
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (0..<months).reduce(0) { $0 + lengths[$1 % 12] }
    }
}
