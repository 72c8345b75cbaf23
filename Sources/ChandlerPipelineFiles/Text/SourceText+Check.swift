extension SourceText {
    /// The most that looks like an anchor or alias: more is refused before anything is expanded.
    private static let mostReferences = 20
    /// The most faults of one kind that are told.
    private static let mostFaults = 20

    /// Decodes the bytes of a file, and refuses what the parser of YAML would stumble over.
    static func checked(_ bytes: [UInt8]) -> Result<SourceText, TextFaults> {
        if bytes.count > PipelineReader.largestFile {
            return refused(
                "the file is larger than \(PipelineReader.largestFile) bytes, too large for a pipeline"
            )
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            return refused("the file is UTF-16", "save it as UTF-8")
        }
        if let position = firstInvalid(bytes) {
            return refused("the bytes here are not UTF-8", "save the file as UTF-8", position)
        }
        var text = String(decoding: bytes, as: UTF8.self)
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        let source = SourceText(text)
        let controls = source.controlCharacters()
        if !controls.isEmpty { return .failure(TextFaults(list: controls)) }
        if let position = source.firstOfManyReferences() {
            return refused(
                "the file has more than \(mostReferences) anchors (&name) and aliases (*name), which "
                    + "pipelines cannot hold",
                "write values where they are needed",
                position
            )
        }
        return .success(source)
    }

    private static func refused(
        _ message: String,
        _ hint: String? = nil,
        _ position: Position = .start
    ) -> Result<SourceText, TextFaults> {
        .failure(TextFaults(list: [TextFault(position: position, message: message, hint: hint)]))
    }

    /// The place of the first bytes that are not UTF-8.
    private static func firstInvalid(_ bytes: [UInt8]) -> Position? {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var line = 1
        var column = 1
        var previous: Unicode.Scalar = " "
        while true {
            switch decoder.decode(&iterator) {
            case .emptyInput: return nil
            case .error: return Position(line: line, column: column)
            case .scalarValue(let scalar):
                if scalar == "\n", previous == "\r" {
                    // Counted with the CR before.
                } else if isBreak(scalar) {
                    line += 1
                    column = 1
                } else if scalar != "\u{FEFF}" || line > 1 || column > 1 {
                    column += 1
                }
                previous = scalar
            }
        }
    }

    /// Characters that YAML does not allow anywhere.
    private func controlCharacters() -> [TextFault] {
        var faults: [TextFault] = []
        for (row, line) in lines.enumerated() {
            for (offset, scalar) in line.enumerated() where !Self.isAllowed(scalar) {
                guard faults.count < Self.mostFaults else { return faults }
                let code = String(scalar.value, radix: 16, uppercase: true)
                faults.append(
                    TextFault(
                        position: Position(line: row + 1, column: offset + 1),
                        length: 1,
                        message: "the control character U+"
                            + String(repeating: "0", count: max(0, 4 - code.count)) + code
                            + " stands here",
                        hint: "remove it"
                    )
                )
            }
        }
        return faults
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x10000...:
            true
        default: false
        }
    }

    private static func isAnchorName(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || scalar == "_" || scalar == "-")
    }

    /// The first of more anchors and aliases than may be expanded without care.
    private func firstOfManyReferences() -> Position? {
        var first: Position?
        var count = 0
        for (row, line) in lines.enumerated() {
            var previous: Unicode.Scalar = " "
            for (offset, scalar) in line.enumerated() {
                let isReference =
                    (scalar == "&" || scalar == "*") && offset + 1 < line.count
                    && " \t[]{},:-?".unicodeScalars.contains(previous)
                    && Self.isAnchorName(line[offset + 1])
                previous = scalar
                guard isReference else { continue }
                first = first ?? Position(line: row + 1, column: offset + 1)
                count += 1
                if count > Self.mostReferences { return first }
            }
        }
        return nil
    }
}
