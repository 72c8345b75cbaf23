import ChandlerProcesses
import Glibc
import Testing

@Suite struct SpawnTests {
    /// Runs a program to its end.
    private func run(
        _ arguments: [String],
        _ environment: [String: String] = Spawn.ownEnvironment,
        input: String? = nil
    ) throws -> (code: Int32, output: String) {
        let output = try Spawn.namelessFile()
        defer { close(output) }
        let given = try input.map { try Spawn.namelessFile(holding: $0) }
        defer { given.map { _ = close($0) } }
        let process = try Spawn(arguments, environment: environment)
            .start(input: given, output: output, errors: output)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return (Spawn.exitCode(status), Spawn.text(of: output))
    }

    @Test func programsOnThePathAreFoundAndTheirEndIsTold() throws {
        let ended = try run(["sh", "-c", "echo out; echo err >&2; exit 7"])
        #expect(ended.code == 7)
        #expect(ended.output == "out\nerr\n")
        #expect(try run(["sh", "-c", "kill -9 $$"]).code == 137)
    }

    @Test func inputIsReadFromItsBeginningAndIsOtherwiseEmpty() throws {
        #expect(try run(["cat"], input: "a\nb").output == "a\nb")
        #expect(try run(["cat"]).output.isEmpty)
    }

    @Test func variablesAreThoseGivenAndNoOthers() throws {
        let ended = try run(["/usr/bin/env"], ["A": "1", "B": "x=y z"])
        #expect(ended.output == "A=1\nB=x=y z\n")
        #expect(Spawn.ownEnvironment["PATH"]?.isEmpty == false)
    }

    @Test func childrenGetNoOtherFilesOfThisProcess() throws {
        let file = open("/dev/null", O_RDONLY)
        defer { close(file) }
        let ended = try run(["sh", "-c", "ls -1 /proc/$$/fd | sort -n | tr '\\n' ' '"])
        // The shell itself may open files from 10 on.
        let numbers = ended.output.split(separator: " ").compactMap { Int32($0) }
        #expect(!numbers.contains(file) || file < 3, "\(ended.output)")
        #expect(numbers.prefix(3) == [0, 1, 2])
    }

    @Test func whatCannotBeStartedIsNamed() throws {
        let error = #expect(throws: SpawnError.self) {
            _ = try run(["chandler-no-such-program"])
        }
        #expect(error?.number == ENOENT)
        #expect(
            error?.description
                == "start \"chandler-no-such-program\": No such file or directory (errno 2)"
        )
    }

    @Test func aLeaderHasAGroupOfItsOwn() throws {
        let output = try Spawn.namelessFile()
        defer { close(output) }
        let process = try Spawn(
            ["sleep", "60"],
            environment: Spawn.ownEnvironment,
            leadsGroup: true
        ).start(output: output, errors: output)
        #expect(getpgid(process) == process)
        #expect(kill(-process, SIGKILL) == 0)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        #expect(Spawn.exitCode(status) == 137)
    }
}
