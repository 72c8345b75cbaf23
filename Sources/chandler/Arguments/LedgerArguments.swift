import ChandlerPostgres

/// The program's arguments as the ledger keeps them: without secrets.
struct LedgerArguments: Encodable {
    let arguments: [String]

    init(_ commandLine: [String]) {
        var isSecret = false
        arguments = commandLine.dropFirst().map { argument in
            defer { isSecret = argument == "--database-url" }
            if isSecret { return RedactedURL(argument).description }
            guard let equals = argument.firstIndex(of: "="), argument.hasPrefix("--database-url=")
            else { return argument.contains("://") ? RedactedURL(argument).description : argument }
            let value = String(argument[argument.index(after: equals)...])
            return "--database-url=" + RedactedURL(value).description
        }
    }
}
