import ChandlerCore

/// The documentation of pipeline files, from the same specification as reading and lint.
public enum PipelineGuide {
    /// All keys, each before those that lie in it.
    public static let keys: [KeyGuide] = keys(of: PipelineFile.section.outline, below: "")

    /// The keys that lie in a key, and itself; all of them for the empty path.
    ///
    /// - Parameter path: Such as `series.symbols`; items of lists may be named: `series[0]`.
    /// - Returns: The key, and those below it.
    /// - Throws: ``PipelineFileError`` with code `unknownKey` naming the nearest key.
    public static func keys(under path: String) throws(PipelineFileError) -> [KeyGuide] {
        let wanted = folded(path)
        if wanted.isEmpty { return keys }
        let found = keys.filter { key in
            let place = folded(key.path)
            return place == wanted || place.hasPrefix(wanted + ".")
        }
        guard found.isEmpty else { return found }
        throw PipelineFileError(
            .unknownKey,
            "explain the key \(quoted(path)): pipelines have no such key; \(advice(wanted))"
        )
    }

    /// The documentation for a person.
    ///
    /// - Parameters:
    ///   - path: The key; `nil` or empty for an overview of all.
    ///   - width: The columns of the page.
    /// - Returns: The page, without a line end after the last line.
    /// - Throws: ``PipelineFileError`` with code `unknownKey` naming the nearest key.
    public static func page(
        of path: String? = nil,
        width: Int = 100
    ) throws(PipelineFileError) -> String {
        let found = try keys(under: path ?? "")
        let page = GuidePage(width: width)
        guard let path, !path.isEmpty, let first = found.first else {
            return page.overview(found)
        }
        return page.detail(first, below: Array(found.dropFirst()))
    }

    /// Where a key stands that was written elsewhere; `nil` for one that there is not.
    static func home(of key: String) -> String? {
        let homes = keys.filter { $0.depth > 0 && $0.key == key }.map { guide in
            guide.path.split(separator: ".").dropLast().joined(separator: ".")
                .replacing("[]", with: "")
        }
        if keys.contains(where: { $0.depth == 0 && folded($0.path) == key }) {
            return "the pipeline itself, not into another key"
        }
        return homes.isEmpty ? nil : homes.joined(separator: " or ")
    }

    private static func keys(of section: SectionOutline, below path: String) -> [KeyGuide] {
        section.fields.flatMap { field -> [KeyGuide] in
            let isList = field.shape.isList && field.shape.section != nil
            let place = (path.isEmpty ? "" : path + ".") + field.key + (isList ? "[]" : "")
            let below = field.shape.section.map { keys(of: $0, below: place) } ?? []
            return [KeyGuide(field, path: place)] + below
        }
    }

    /// A path without the numbers of items.
    private static func folded(_ path: String) -> String {
        var result = ""
        var isItem = false
        for character in path {
            if character == "[" { isItem = true }
            if !isItem { result.append(character) }
            if character == "]" { isItem = false }
        }
        return result
    }

    private static func advice(_ wanted: String) -> String {
        let places = keys.map { folded($0.path) }
        if let near = NearestWord.to(wanted, among: places) { return "did you mean \"\(near)\"?" }
        let last = wanted.split(separator: ".").last.map(String.init) ?? wanted
        let ends = places.filter { $0.hasSuffix("." + last) }
        if !ends.isEmpty { return "there is \(ends.joined(separator: ", "))" }
        let words = Array(Set(keys.map { folded($0.key) })).sorted()
        if let near = NearestWord.to(last, among: words) {
            let ends = places.filter { $0 == near || $0.hasSuffix("." + near) }
            return "did you mean \(ends.map { "\"\($0)\"" }.joined(separator: " or "))?"
        }
        return "\"chandler pipeline explain\" shows all keys"
    }
}
