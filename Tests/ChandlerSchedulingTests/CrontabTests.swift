import ChandlerScheduling
import TestSupport
import Testing

@Suite struct CrontabTests {
    private func block(
        _ cron: String = "*/15 * * * *",
        _ change: (inout ScheduledPipeline) -> Void = { _ in }
    ) throws -> CrontabBlock {
        try CrontabBlock(try Samples.pipeline(cron, change))
    }

    /// What cron hands to the shell: everything before the first `%` that has no backslash.
    private func command(_ line: String) -> String {
        var text = ""
        var isEscaped = false
        for character in line.split(separator: " ", maxSplits: 5).last ?? "" {
            if isEscaped {
                if character == "%" { text.removeLast() }
                isEscaped = false
            } else if character == "%" {
                return text
            } else {
                isEscaped = character == "\\"
            }
            text.append(character)
        }
        return text
    }

    private let name = "crypto-core-1m"
    private let others = "# mine\nMAILTO=ada\n0 5 * * 1 tar -zcf /x.tgz /home\n"

    @Test func theBlockIsMarkedAndInUTC() throws {
        let lines = try block("0 3 * JAN MON").lines
        #expect(lines.first == "# chandler crypto-core-1m begin")
        #expect(lines.last == "# chandler crypto-core-1m end")
        #expect(lines.contains("CRON_TZ=UTC"))
        #expect(lines.contains { $0.hasPrefix("0 3 * 1 1 sleep ") })
        #expect(lines.allSatisfy { !$0.contains("\n") })
    }

    @Test func installingTwiceLeavesOneBlockAndOtherLinesAsTheyWere() throws {
        for before in [others, "", String(others.dropLast()), "\n\n"] {
            var crontab = Crontab(before)
            try crontab.install(try block(), name: name)
            let once = crontab.text
            try crontab.install(try block(), name: name)
            #expect(crontab.text == once)
            #expect(crontab.text.hasPrefix(before) && crontab.text.hasSuffix(" end\n"))
            try crontab.install(try block("0 1 * * *"), name: name)
            #expect(!crontab.text.contains("*/15") && crontab.names == [name])
            #expect(try crontab.remove(name))
            let kept = before.isEmpty || before.hasSuffix("\n") ? before : before + "\n"
            #expect(crontab.text == kept)
            #expect(try !crontab.remove(name))
        }
    }

    @Test func blocksOfOtherPipelinesStay() throws {
        var crontab = Crontab(others)
        try crontab.install(try block { $0.name = "a" }, name: "a")
        try crontab.install(try block { $0.name = "a-b" }, name: "a-b")
        let both = crontab.text
        #expect(crontab.names == ["a", "a-b"])
        #expect(try crontab.remove("a"))
        #expect(crontab.names == ["a-b"] && crontab.text.hasPrefix(others))
        #expect(crontab.text.count < both.count)
    }

    @Test(arguments: [
        ("# chandler crypto-core-1m begin\n0 0 * * * rm\n", "line 1 is the begin"),
        ("x\n# chandler crypto-core-1m end\n", "line 2 is the end"),
        (
            "# chandler crypto-core-1m begin\n# chandler crypto-core-1m begin\n"
                + "# chandler crypto-core-1m end\n", "line 1 is the begin"
        ),
    ])
    func marksThatDoNotFitAreLeftToThePerson(text: String, words: String) throws {
        var crontab = Crontab(text)
        let new = try block()
        let error = try #require(throws: ScheduleError.self) {
            try crontab.install(new, name: name)
        }
        #expect(error.code == .configuration && error.message.contains(words), "\(error)")
        #expect(crontab.text == text)
    }

    /// Through cron's rules for `%` and then a real shell.
    @Test func theShellGetsTheWordsAsTheyAre() async throws {
        let scratch = try ScratchFolder("cron")
        let folder = try scratch.folder("it's 100% $HOME `x`;&")
        let program = try scratch.write(
            "#!/bin/sh\npwd\nprintf '%s|' \"$CHANDLER_HOME\" \"$POSTGRES_URL\" \"$@\"\n",
            to: "it's 100% $HOME `x`;&/chandler"
        )
        _ = try await RunningProgram(["/bin/chmod", "755", program]).end().succeeded()
        let variables = try scratch.write("POSTGRES_URL='a b'\n", to: "variables")
        let lines = try block {
            $0.program = program
            $0.dataFolder = folder
            $0.environmentFile = variables
            $0.jitterSeconds = 1
        }.lines
        let line = try #require(lines.first { $0.hasPrefix("*/15") })
        let shell = command(line).replacing("logger -t chandler-crypto-core-1m", with: "cat")
        let run = try await RunningProgram(["/bin/sh", "-c", shell]).end().succeeded()
        #expect(
            run.output == "\(folder)\n\(folder)|a b|run|/etc/chandler/crypto core.yaml|--deadline|"
                + "600s|--log-format|json|",
            "\(run)"
        )
    }

    @Test func linesThatCronWouldCutAreRefused() throws {
        let long = "/srv/" + String(repeating: "x", count: 900)
        let error = try #require(throws: ScheduleError.self) { try block { $0.file = long } }
        #expect(error.code == .usage && error.message.contains("crontabs take 990"))
    }
}
