import ChandlerProcesses
import Glibc

/// Runs a program to its end and keeps what it said.
///
/// Standard input is empty, and both outputs go to one nameless file.
struct SpawnedProcess {
    /// How a program ended.
    struct Outcome {
        /// The exit code, or 128 and the signal's number.
        let exitCode: Int32
        /// Both outputs, in the order in which they were written.
        let output: String
    }

    let arguments: [String]
    let environment: [String: String]

    /// Runs the program; its path is the first argument.
    func run() throws(PostgresError) -> Outcome {
        let output = try Self.namelessFile()
        defer { close(output) }
        let process = try spawn(output: output, errors: output)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { throw failure("wait for", errno) }
        }
        return Outcome(exitCode: Spawn.exitCode(status), output: Spawn.text(of: output))
    }

    /// Starts the program with open files for its outputs, and an input other than nothing if given.
    func spawn(
        input: Int32? = nil,
        output: Int32,
        errors: Int32
    ) throws(PostgresError) -> pid_t {
        do throws(SpawnError) {
            return try Spawn(arguments, environment: environment)
                .start(input: input, output: output, errors: errors)
        } catch {
            throw failure("start", error.number)
        }
    }

    /// A file for what a program says.
    static func namelessFile() throws(PostgresError) -> Int32 {
        do throws(SpawnError) {
            return try Spawn.namelessFile()
        } catch {
            throw PostgresError.system("make a file in /tmp for a program's output", error.number)
        }
    }

    private func failure(_ verb: String, _ number: Int32) -> PostgresError {
        .system("\(verb) \"\(arguments[0])\"", number, code: .serverControlFailed)
    }
}
