import ArgumentParser
import Foundation

/// How the program writes what it says on standard error.
enum LogFormat: String, CaseIterable, ExpressibleByArgument {
    /// For people.
    case text
    /// One JSON object a line, for programs that collect logs.
    case json

    /// The variable for those who do not say it on the command line.
    static let variable = "CHANDLER_LOG_FORMAT"

    /// What was asked for, known before the arguments are parsed so that their faults follow it.
    static let chosen = LogFormat(
        arguments: CommandLine.arguments,
        environment: ProcessInfo.processInfo.environment
    )

    /// The format in arguments and environment; text where neither names one.
    init(arguments: [String], environment: [String: String]) {
        let options = arguments.dropFirst().prefix { $0 != "--" }
        let values = zip(options, options.dropFirst() + [""]).compactMap { option, next in
            option == "--log-format"
                ? next
                : option.hasPrefix("--log-format=") ? String(option.dropFirst(13)) : nil
        }
        let wanted = values.last ?? environment[Self.variable] ?? ""
        self = LogFormat(rawValue: wanted) ?? .text
    }
}
