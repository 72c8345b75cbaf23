import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// What `make install` puts in place, and whether shells and `man` take it.
    @Suite struct ShellComfortTests {
        private static let scripts = TestPlaces.packageRoot + "/scripts"

        /// A folder that stands for `/`.
        private let root: ScratchFolder

        init() throws {
            root = try ScratchFolder("install")
        }

        /// Runs an installing script for the folder.
        private func script(
            _ name: String,
            prefix: String = "/usr/local"
        ) async throws -> FinishedProgram {
            var environment = RunningProgram.plainEnvironment
            environment["PREFIX"] = prefix
            environment["DESTDIR"] = root.path
            environment["CHANDLER_BIN"] = TestPlaces.programs
            return try await RunningProgram(["\(Self.scripts)/\(name)"], environment: environment)
                .end()
        }

        private var share: String { root.path + "/usr/local/share" }

        /// Whether a program is there; on a CI machine it must be.
        private static func has(_ program: String) -> Bool {
            let folders = TestPlaces.environment["PATH"]?.split(separator: ":") ?? []
            return TestPlaces.isCI
                || folders.contains {
                    FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
                }
        }

        /// The file names of the commands that people see, from what the parser tells of itself.
        private func pageNames() async throws -> Set<String> {
            let help = try await Chandler(environment: [:]).run("--experimental-dump-help")
                .succeeded()
            func names(_ command: JSONDocument, _ above: String) -> [String] {
                let name = command["commandName"].text ?? ""
                guard name != "help", command["shouldDisplay"] != .bool(false) else { return [] }
                return [above + name + ".1"]
                    + command["subcommands"].elements.flatMap { names($0, "\(above)\(name)-") }
            }
            return Set(names(try JSONDocument(parsing: help.output)["command"], ""))
        }

        @Test func everythingIsWhereOthersLookForIt() async throws {
            _ = try await script("install").succeeded()
            let files = try filesBelow(root.path + "/usr/local").filter { !$0.value.isEmpty }.keys
            let manual = "share/man/man1/"
            let pages = Set(
                files.filter { $0.hasPrefix(manual) }.map { String($0.dropFirst(manual.count)) }
            )
            #expect(try await pages == pageNames())
            #expect(pages.contains("chandler-ingest.1") && pages.contains("chandler-db-start.1"))
            let others = [
                "bin/chandler", "share/bash-completion/completions/chandler",
                "share/zsh/site-functions/_chandler",
                "share/fish/vendor_completions.d/chandler.fish",
                "share/chandler/pipelines/crypto-core-1m.yaml",
                "share/chandler/pipelines/schema.json",
            ]
            for file in others { #expect(files.contains(file), "\(file) of \(files)") }
            let program = root.path + "/usr/local/bin/chandler"
            _ = try await RunningProgram([program, "--version"]).end().succeeded()
        }

        @Test func theWordsThatRemoveItAreSaid() async throws {
            let prefix = "/opt/our tools"
            let install = try await script("install", prefix: prefix + "//").succeeded()
            let words = "make uninstall PREFIX='\(prefix)' DESTDIR='\(root.path)'"
            #expect(install.output.contains(words), "\(install)")
            _ = try await script("uninstall", prefix: prefix).succeeded()
            #expect(try filesBelow(root.path).isEmpty)
        }

        @Test func uninstallingLeavesWhatOthersPutThere() async throws {
            _ = try root.folder("usr/local/share/man/man1")
            let mine = try root.write("mine", to: "usr/local/share/man/man1/mine.1")
            let before = try filesBelow(root.path)
            _ = try await script("install").succeeded()
            let own = try root.write("my own", to: "usr/local/share/chandler/pipelines/own.yaml")
            // Again, as an update does it.
            _ = try await script("install").succeeded()
            _ = try await script("uninstall").succeeded()
            #expect(try String(contentsOfFile: mine, encoding: .utf8) == "mine")
            #expect(try String(contentsOfFile: own, encoding: .utf8) == "my own")
            let added = Set(try filesBelow(root.path).keys).subtracting(before.keys)
            #expect(
                added == [
                    "usr/local/share/chandler", "usr/local/share/chandler/pipelines",
                    "usr/local/share/chandler/pipelines/own.yaml",
                ]
            )
            let again = try await script("uninstall")
            #expect(again.exitCode == 66, "\(again)")
            #expect(again.errors.contains("nothing was installed"), "\(again)")
        }

        private static let completions: [(line: String, answer: String)] = [
            ("chandler ing", "ingest"), ("chandler ingest --venue kra", "kraken"),
            ("chandler db mig", "migrate"), ("chandler export --interval 12", "12h"),
            ("chandler ingest --candles-", "--candles-only"),
        ]

        @Test(.enabled(if: has("bash"), "no bash"), arguments: completions)
        func bashCompletes(line: String, answer: String) async throws {
            _ = try await script("install").succeeded()
            let words = line.split(separator: " ")
            let commands = """
                set -eu
                source '\(share)/bash-completion/completions/chandler'
                COMP_WORDS=(\(line)) COMP_CWORD=\(words.count - 1)
                COMP_LINE='\(line)' COMP_POINT=\(line.utf8.count)
                set +eu
                _chandler chandler '\(words[words.count - 1])' '\(words[words.count - 2])'
                printf '%s\\n' "${COMPREPLY[@]}"
                """
            let run = try await RunningProgram(["bash", "--norc", "-c", commands]).end().succeeded()
            #expect(run.output.split(separator: "\n") == [answer[...]], "\(run)")
            #expect(run.errors.isEmpty, "\(run)")
        }

        @Test(.enabled(if: has("fish"), "no fish"), arguments: completions)
        func fishCompletes(line: String, answer: String) async throws {
            _ = try await script("install").succeeded()
            let commands = """
                source '\(share)/fish/vendor_completions.d/chandler.fish'
                complete -C '\(line)'
                """
            var environment = RunningProgram.plainEnvironment
            environment["HOME"] = root.path
            let run = try await RunningProgram(
                ["fish", "--no-config", "-c", commands],
                environment: environment
            ).end().succeeded()
            // A description stands behind a tab.
            let answers = run.output.split(separator: "\n").map { $0.prefix { $0 != "\t" } }
            #expect(answers == [answer[...]], "\(run)")
        }

        /// An interactive shell on a terminal of its own, to which the line is typed with a tab.
        @Test(.enabled(if: has("zsh"), "no zsh"), arguments: completions)
        func zshCompletes(line: String, answer: String) async throws {
            _ = try await script("install").succeeded()
            let completed = line.split(separator: " ").dropLast().joined(separator: " ")
            let commands = """
                zmodload zsh/zpty
                zpty shell 'TERM=dumb zsh -f -i'
                zpty -w shell "PS1=; fpath=('\(share)/zsh/site-functions' \\$fpath)"
                zpty -w shell "autoload -Uz compinit; compinit -u -D; print -r -- 'REA''DY'"
                while zpty -r shell part; do [[ $part == *READY* ]] && break; done
                zpty -w -n shell '\(line)'$'\\t'
                text=
                for (( i = 0; i < 400; i++ )); do
                    zpty -r -t shell part && text+=$part || sleep 0.05
                    [[ $text == *'\(completed) \(answer) '* ]] && break
                done
                zpty -d shell
                print -r -- "${(V)text}"
                """
            let run = try await RunningProgram(["zsh", "-f", "-c", commands]).end().succeeded()
            #expect(run.output.contains("\(completed) \(answer) "), "\(run)")
        }

        @Test(.enabled(if: has("mandoc") && has("man"), "no mandoc or no man"))
        func manTakesEveryPage() async throws {
            let folder = try root.folder("pages")
            _ = try await Chandler(environment: [:]).run("manual", folder).succeeded()
            let pages = try filesBelow(folder).keys.sorted().map { "\(folder)/\($0)" }
            #expect(pages.count > 30)
            let lint = try await RunningProgram(["mandoc", "-T", "lint", "-W", "warning"] + pages)
                .end()
            #expect(lint.exitCode == 0 && lint.output.isEmpty, "\(lint)")
            var environment = RunningProgram.plainEnvironment
            environment["MANWIDTH"] = "80"
            for page in pages {
                let shown = try await RunningProgram(
                    ["man", "--warnings", "-l", page],
                    environment: environment
                ).end().succeeded()
                #expect(shown.errors.isEmpty, "\(shown)")
                for title in ["NAME", "SYNOPSIS", "DESCRIPTION", "EXIT STATUS"] {
                    #expect(shown.output.contains("\n\(title)\n"), "\(title) in \(shown)")
                }
            }
        }

        @Test func manualPagesSayWhatHelpSays() async throws {
            let folder = try root.folder("pages")
            let again = try root.folder("again")
            for folder in [folder, again] {
                _ = try await Chandler(environment: [:]).run("manual", folder).succeeded()
            }
            #expect(try filesBelow(folder) == filesBelow(again))
            let page = try String(contentsOfFile: folder + "/chandler-ingest.1", encoding: .utf8)
            for text in [
                ".Nm chandler ingest\n", "Ar \"\\&weight/time\"\n", "JUPITER_API_KEY", ".It 75\n",
                "\n.Sh EXAMPLES\n.Bd -literal -offset indent\nchandler ingest \\-\\-symbol BTCUSDT",
            ] {
                #expect(page.contains(text), "\(text)")
            }
            #expect(!page.contains("\nEXAMPLES"), "a heading is no paragraph")
            for (name, text) in [("chandler", "CHANDLER_LOG_FORMAT"), ("chandler-run", "_API_KEY")]
            {
                let page = try String(contentsOfFile: "\(folder)/\(name).1", encoding: .utf8)
                #expect(page.contains(text), "\(name): \(text)")
            }
            let doctor = try String(contentsOfFile: folder + "/chandler-doctor.1", encoding: .utf8)
            #expect(doctor.contains(".It 2\nSomething is broken."))
        }

        @Test func aFolderThatCannotBeWrittenIsSaid() async throws {
            let file = try root.write("", to: "file")
            let run = try await Chandler(environment: [:]).run("manual", file + "/pages")
            #expect(run.exitCode == 73, "\(run)")
        }
    }
}
