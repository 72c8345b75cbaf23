import ArgumentParser
import ChandlerCore
import ChandlerIndicators
import Foundation

/// Reads an indicator selection: `core`, `full`, `none`, a list, or a file that holds one.
@Sendable func readIndicators(_ text: String) throws -> IndicatorSet {
    var content = text
    if text.contains("/") || FileManager.default.fileExists(atPath: text) {
        do {
            content = try String(contentsOfFile: text, encoding: .utf8)
        } catch {
            throw ValidationError("the indicator file \(quoted(text)) cannot be read")
        }
    }
    do throws(IndicatorError) {
        return try IndicatorSet(parsing: content)
    } catch {
        throw ValidationError("\(error)")
    }
}

/// Selections and the names of single indicators, for shells.
var indicatorCompletion: CompletionKind {
    .list(["core", "full", "none"] + IndicatorSet.full.names)
}
