import ChandlerPostgres
import Foundation

/// Takes secrets out of the process list.
enum ArgumentMemory {
    /// Overwrites passwords in the program's own arguments, which every user can read in `/proc`.
    ///
    /// Between the start of the program and this call they can be seen; who minds puts the URI into
    /// `POSTGRES_URL`.
    static func hideSecrets() {
        // The texts are copied before the memory they came from changes.
        let arguments = CommandLine.arguments
        for (index, argument) in arguments.enumerated() {
            let shown = RedactedURL(argument).description
            guard shown != argument, let memory = CommandLine.unsafeArgv[index] else { continue }
            let length = strlen(memory)
            let bytes = Array(shown.utf8.prefix(length))
            for offset in 0..<length {
                memory[offset] = CChar(
                    bitPattern: offset < bytes.count ? bytes[offset] : UInt8(ascii: " ")
                )
            }
        }
    }
}
