extension ScheduledPipeline {
    /// Finds what no scheduler could work with.
    ///
    /// - Throws: ``ScheduleError`` of code `usage` naming the value.
    public func check() throws(ScheduleError) {
        try checkName()
        for (label, path) in [
            ("the pipeline's file", file), ("the program", program),
            ("the data folder", dataFolder),
        ] + writableFolders.map({ ("a folder that is written", $0) })
            + (environmentFile.map { [("the environment file", $0)] } ?? [])
        {
            try Self.check(path, label)
        }
        try check(jitterSeconds, in: 0...86_400, "the jitter")
        if let deadlineSeconds { try check(deadlineSeconds, in: 1...31_536_000, "the deadline") }
        try check(shards, in: 1...10_000, "the number of shards")
        if let shard { try check(shard, in: 1...shards, "the shard") }
        if let user { try Self.checkUser(user) }
        // Else the server's socket would be in /tmp, which every unit has for itself.
        guard !usesEmbeddedServer || dataFolder.utf8.count <= 78 else {
            throw ScheduleError(
                .usage,
                "the data folder's path has \(dataFolder.utf8.count) bytes, the embedded server's "
                    + "socket leaves 78"
            )
        }
    }

    private func checkName() throws(ScheduleError) {
        let allowed = name.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
        }
        guard allowed, (1...63).contains(name.utf8.count), name.first != "-", name.last != "-"
        else {
            throw ScheduleError(
                .usage,
                "the pipeline's name was \"\(name.prefix(80))\"; it is made of 1 to 63 lower-case "
                    + "letters, digits and inner hyphens"
            )
        }
        // chandler-db.service is the server's.
        guard name != "db" else {
            throw ScheduleError(.usage, "a scheduled pipeline cannot be called \"db\"")
        }
    }

    private static func check(_ path: String, _ label: String) throws(ScheduleError) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard path.hasPrefix("/"), path.utf8.count < 4_096, !parts.contains("..") else {
            throw ScheduleError(
                .usage,
                "\(label) was \"\(path.prefix(80))\", an absolute path without \"..\" is expected"
            )
        }
        guard path.unicodeScalars.allSatisfy({ !isControl($0) && $0 != "\\" && $0 != "\"" }) else {
            throw ScheduleError(
                .usage,
                "the path of \(label) holds a quotation mark, a backslash or a control character, "
                    + "which units and crontabs cannot take"
            )
        }
    }

    /// Control characters, and what some programs take for the end of a line.
    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            || (0x2028...0x2029).contains(scalar.value)
    }

    private static func checkUser(_ user: String) throws(ScheduleError) {
        let isPlain = user.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x30...0x39).contains(byte) || byte == 0x5F || byte == 0x2D
        }
        guard isPlain, (1...31).contains(user.utf8.count), user.first != "-" else {
            throw ScheduleError(
                .usage,
                "the user was \"\(user.prefix(80))\", the name of an account is expected"
            )
        }
    }

    private func check(
        _ value: Int,
        in range: ClosedRange<Int>,
        _ label: String
    ) throws(ScheduleError) {
        guard range.contains(value) else {
            throw ScheduleError(
                .usage,
                "\(label) was \(value), \(range.lowerBound) to \(range.upperBound) is expected"
            )
        }
    }
}

extension ScheduledPipeline {
    /// A sentence that can stand in one line of any file.
    var line: String {
        let text = summary.flatMap { $0.isEmpty ? nil : $0 } ?? "pipeline \(name)"
        var scalars = String.UnicodeScalarView()
        scalars.append(
            contentsOf: text.unicodeScalars.map { Self.isControl($0) ? " " : $0 }
                .map { $0 == "\\" ? "/" : $0 }
                .prefix(200)
        )
        return String(scalars).split(separator: " ").joined(separator: " ")
    }
}
