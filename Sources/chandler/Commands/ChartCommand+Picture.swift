import ChandlerCore
import ChandlerFiles
import ChandlerPostgres
import ChandlerReport
import Foundation

/// A picture of a chart in a file, which is replaced whole.
struct ChartPicture {
    /// What the file's name asks for.
    enum Format: String {
        case svg
        case png

        init?(path: String) {
            guard let dot = path.lastIndex(of: ".") else { return nil }
            self.init(rawValue: path[dot...].dropFirst().lowercased())
        }
    }

    let path: String
    let theme: ChartPictureTheme
    let scale: Int

    /// Draws the picture and writes it.
    func write(_ chart: CandleChart) throws -> ChartDocument.File {
        let svg = chart.svg(theme == .dark ? .dark : .light)
        let format = Format(path: path) ?? .svg
        let bytes: [UInt8]
        switch format {
        case .svg: bytes = Array(svg.utf8)
        case .png: bytes = try png(of: svg)
        }
        do throws(FileError) {
            let draft = try FileDraft(path)
            var failure: FileError?
            bytes.withUnsafeBytes { bytes in
                do throws(FileError) { try draft.write(bytes) } catch { failure = error }
            }
            if let failure { throw failure }
            try draft.publish()
        } catch {
            throw CommandFailure(exit: .cannotWrite, message: "\(error)")
        }
        return ChartDocument.File(path: path, format: format.rawValue, bytes: bytes.count)
    }

    /// Has rsvg-convert draw the picture in a folder of its own.
    private func png(of svg: String) throws -> [UInt8] {
        let program = try findProgram()
        var template = Array("/tmp/chandler-chart-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw CommandFailure(
                exit: .cannotWrite,
                message: "make a folder in /tmp: \(FileError.words(errno))"
            )
        }
        let folder = String(
            decoding: template.dropLast().map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
        defer {
            for name in ["chart.svg", "chart.png"] { unlink("\(folder)/\(name)") }
            rmdir(folder)
        }
        do throws(FileError) {
            try FileDraft.write(svg, to: "\(folder)/chart.svg")
        } catch {
            throw CommandFailure(exit: .cannotWrite, message: "\(error)")
        }
        let outcome = try OutsideProgram(
            arguments: [
                program, "--format", "png", "--zoom", "\(scale)", "--output",
                "\(folder)/chart.png", "\(folder)/chart.svg",
            ],
            environment: Self.environment
        ).run()
        guard outcome.exitCode == 0,
            let data = FileManager.default.contents(atPath: "\(folder)/chart.png"), !data.isEmpty
        else {
            let words =
                outcome.errors.split(separator: "\n").first.map { ": \(quoted("\($0)"))" } ?? ""
            throw CommandFailure(
                exit: .cannotWrite,
                message: "draw \(path): rsvg-convert ended with code \(outcome.exitCode)\(words); "
                    + "nothing was written; a file that ends in .svg needs no other program"
            )
        }
        return [UInt8](data)
    }

    private func findProgram() throws -> String {
        let path = Self.environment["PATH"] ?? ""
        let places = path.split(separator: ":").filter { $0.hasPrefix("/") }
            .map { "\($0)/rsvg-convert" }
        if let found = places.first(where: { access($0, X_OK) == 0 }) { return found }
        throw CommandFailure(
            exit: .configuration,
            message:
                "draw \(quoted(self.path)): the program rsvg-convert is in none of the folders of "
                + "PATH; nothing was written; install it (sudo apt install librsvg2-bin), or write "
                + "a file that ends in .svg"
        )
    }

    /// What rsvg-convert needs to find its fonts; nothing else is passed on.
    private static var environment: [String: String] {
        let own = ProcessInfo.processInfo.environment
        var passed = ["PATH": own["PATH"] ?? "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
        for name in [
            "HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH",
        ] {
            passed[name] = own[name]
        }
        return passed
    }
}
