/// One of the programs that do the same work.
struct Contender {
    let name: String
    /// Whether it makes the partitions itself.
    var makesMonths = false
    let command: [String]

    /// What `compare.py` takes; `{url}` and `{out}` are filled in there.
    var argument: String {
        let words = command.map { word in
            "'"
                + word.split(separator: "'", omittingEmptySubsequences: false)
                .joined(separator: "'\\''") + "'"
        }
        return "\(name)\(makesMonths ? ":months" : "")=\(words.joined(separator: " "))"
    }

    /// The name of what all others are compared with.
    static let measured = "chandler"

    /// All there are; the last two run only when they are named.
    static func all(_ workplace: Workplace, chandler: String) -> [Contender] {
        let rows = ["--rows", String(workplace.rows)]
        let input = ["--url", "{url}", "--out", "{out}.parquet"] + rows
        let pandas = [workplace.python, workplace.bench["peer_pandas.py"]] + input
        let polars = [workplace.python, workplace.bench["peer_polars.py"]] + input
        let ours = [
            Programs.own, "contender", "--url", "{url}", "--out", "{out}", "--to", workplace.end,
            "--chandler", chandler,
        ]
        return [
            Contender(
                name: "copy-text",
                command: [
                    "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-c",
                    "\\copy market_data from '\(workplace.copyFile)'",
                ]
            ),
            Contender(name: "pandas", command: pandas),
            Contender(
                name: "polars-parent",
                command: polars
                    + ["--load", "parent", "--conns", "1", "--digits", "17", "--order", "given"]
            ),
            Contender(
                name: "polars-months",
                makesMonths: true,
                command: polars + ["--load", "months", "--conns", "2"]
            ),
            Contender(
                name: "floor",
                makesMonths: true,
                command: [workplace.programs + "/floor"] + input
            ),
            Contender(name: measured, makesMonths: true, command: ours),
            Contender(
                name: "csv.gz",
                makesMonths: true,
                command: ours + ["--format", "csv.gz"]
            ),
            Contender(name: "no-dataset", makesMonths: true, command: ours + ["--no-dataset"]),
        ]
    }

    /// Those that run unless others are named.
    static func isUsual(_ name: String) -> Bool { name != "csv.gz" && name != "no-dataset" }
}
