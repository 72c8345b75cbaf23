import ArgumentParser

/// The option that every command has.
struct OutputArguments: ParsableArguments {
    @Flag(help: "Print one JSON document on standard output.")
    var json = false
}
