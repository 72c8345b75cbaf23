/// What simdjson alone reaches on the same pages, as `jsonparse` prints it.
struct SimdjsonRun {
    /// Millions of bytes a second of its On-Demand parser.
    let megabytes: Double

    init(_ program: String, pages: String, rounds: Int) throws(BenchError) {
        let command = [program, "-r", String(rounds)] + (try KlinePages.files(pages))
        let output = try Program(command).run().output
        let words =
            output.split(separator: "\n").first { $0.hasPrefix("ondemand") }?
            .split(separator: " ") ?? []
        guard let unit = words.firstIndex(of: "MB/s"), unit > 0,
            let value = Double(words[unit - 1])
        else {
            throw BenchError(
                .unreadableReport,
                "read what \"\(program)\" prints: no MB/s of ondemand in \"\(output.prefix(80))\""
            )
        }
        megabytes = value
    }
}
