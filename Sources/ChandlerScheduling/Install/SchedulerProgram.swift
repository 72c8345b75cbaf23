import ChandlerProcesses
import Glibc

/// A program of the scheduler's, such as `systemctl` or `crontab`, run to its end.
struct SchedulerProgram {
    /// How it ended.
    struct Outcome {
        let exitCode: Int32
        let output: String
        let errors: String
    }

    /// The program, looked for on the path, and its words.
    let arguments: [String]

    /// Runs it with a text as its input.
    ///
    /// - Throws: ``ScheduleError`` of code `configuration` where it cannot be started.
    func run(input: String = "") throws(ScheduleError) -> Outcome {
        do throws(SpawnError) {
            return try spawned(input)
        } catch {
            throw ScheduleError(
                .configuration,
                "start \"\(arguments.joined(separator: " "))\": \(error.words)",
                hint: "is it installed? --print shows what would be installed"
            )
        }
    }

    private func spawned(_ input: String) throws(SpawnError) -> Outcome {
        var files: [Int32] = []
        defer { files.forEach { _ = close($0) } }
        files.append(try Spawn.namelessFile(holding: input))
        files.append(try Spawn.namelessFile())
        files.append(try Spawn.namelessFile())
        let process = try Spawn(arguments, environment: Self.variables())
            .start(input: files[0], output: files[1], errors: files[2])
        var word: Int32 = 0
        while waitpid(process, &word, 0) != process, errno == EINTR {}
        return Outcome(
            exitCode: Spawn.exitCode(word),
            output: Spawn.text(of: files[1]),
            errors: Spawn.text(of: files[2])
        )
    }

    /// This program's variables, with messages in English.
    private static func variables() -> [String: String] {
        var variables = Spawn.ownEnvironment.filter {
            !$0.key.hasPrefix("LC_") && !$0.key.hasPrefix("LANG")
        }
        variables["LC_ALL"] = "C"
        return variables
    }
}
