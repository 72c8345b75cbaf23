import Glibc

/// What the server's processes have used, from `/proc`.
enum ServerUsage {
    /// Processor seconds of a process, its children, and its children that have ended.
    static func processor(of processID: Int) throws(BenchError) -> Double {
        let folder = "/proc/\(processID)"
        let children = try TextFile.text(of: "\(folder)/task/\(processID)/children")
            .split { $0 == " " || $0 == "\n" }
        var ticks = try Self.ticks(in: TextFile.text(of: folder + "/stat"))
        for child in children {
            // It may have ended just now.
            guard let text = try? TextFile.text(of: "/proc/\(child)/stat") else { continue }
            ticks += try Self.ticks(in: text)
        }
        return Double(ticks) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// The clock ticks of a process and its ended children: fields 14 to 17 of `stat`.
    static func ticks(in stat: String) throws(BenchError) -> Int {
        // The second field is a name in parentheses, which may hold anything.
        let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
        let numbers = fields.dropFirst(11).prefix(4).compactMap { Int($0) }
        guard numbers.count == 4 else {
            throw BenchError(
                .unreadableReport,
                "read a process's processor time: /proc says \"\(stat.prefix(80))\""
            )
        }
        return numbers.reduce(0, +)
    }
}
