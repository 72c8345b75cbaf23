import ArgumentParser
import Foundation

/// `chandler manual`: writes the manual pages, for `make man`.
struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual",
        abstract: "Write the manual pages of all commands into a folder.",
        discussion: "The pages of one version are the same bytes on every machine.",
        shouldDisplay: false
    )

    @Argument(help: "The folder; it is made where it is missing.", completion: .directory)
    var folder: String

    func run() throws {
        do {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true
            )
            for page in try ManualPage.all() {
                try Data(page.text.utf8).write(
                    to: URL(fileURLWithPath: "\(folder)/\(page.fileName)")
                )
            }
        } catch let error as CocoaError {
            throw CommandFailure(
                exit: .cannotWrite,
                message: "write manual pages into \(folder): \(error.localizedDescription)"
            )
        }
    }
}
