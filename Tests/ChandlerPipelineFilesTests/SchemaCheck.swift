import Foundation
import Yams

/// Checks values against the keywords of JSON Schema that the schema of pipelines uses.
struct SchemaCheck {
    /// Says what is wrong with a value; empty where nothing is.
    ///
    /// - Throws: where the schema has a keyword that is not known here.
    func faults(of value: Any, _ schema: [String: Any], _ path: String = "$") throws -> [String] {
        let known: Set = [
            "$schema", "title", "description", "default", "type", "properties",
            "additionalProperties", "required", "anyOf", "oneOf", "enum", "const", "pattern",
            "patternProperties", "items", "minItems", "uniqueItems", "minimum", "maximum",
            "exclusiveMinimum",
        ]
        let other = Set(schema.keys).subtracting(known)
        guard other.isEmpty else { throw UnknownKeyword(names: other.sorted()) }
        var faults: [String] = []
        if let type = schema["type"] as? String, !Self.isOf(type, value) {
            return ["\(path) is no \(type)"]
        }
        if let words = schema["enum"] as? [String], !words.contains(value as? String ?? "") {
            faults.append("\(path) is none of \(words)")
        }
        if schema["const"] != nil, value as? Bool != true { faults.append("\(path) is not true") }
        if let pattern = schema["pattern"] as? String, let text = value as? String,
            text.range(of: pattern, options: .regularExpression) == nil
        {
            faults.append("\(path) does not match \(pattern)")
        }
        faults += Self.faults(ofNumber: value, schema, path)
        if let items = value as? [Any] { faults += try self.faults(ofItems: items, schema, path) }
        if let members = value as? [String: Any] {
            faults += try self.faults(ofMembers: members, schema, path)
        }
        for (keyword, isExclusive) in [("anyOf", false), ("oneOf", true)] {
            guard let choices = schema[keyword] as? [[String: Any]] else { continue }
            let fitting = try choices.count { try self.faults(of: value, $0, path).isEmpty }
            if fitting == 0 || (isExclusive && fitting > 1) {
                faults.append("\(path) fits \(fitting) of \(keyword)")
            }
        }
        return faults
    }

    private func faults(
        ofMembers members: [String: Any],
        _ schema: [String: Any],
        _ path: String
    ) throws -> [String] {
        let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
        let patterns = schema["patternProperties"] as? [String: [String: Any]] ?? [:]
        var faults = (schema["required"] as? [String] ?? []).filter { members[$0] == nil }
            .map { "\(path) has no \($0)" }
        for (key, member) in members {
            let place = "\(path).\(key)"
            let fitting =
                [properties[key]].compactMap { $0 }
                + patterns.filter { key.range(of: $0.key, options: .regularExpression) != nil }
                .map(\.value)
            if fitting.isEmpty, schema["additionalProperties"] as? Bool == false {
                faults.append("\(place) is no property")
            }
            for schema in fitting { faults += try self.faults(of: member, schema, place) }
        }
        return faults
    }

    private func faults(
        ofItems items: [Any],
        _ schema: [String: Any],
        _ path: String
    ) throws -> [String] {
        var faults: [String] = []
        if let least = schema["minItems"] as? Int, items.count < least {
            faults.append("\(path) has \(items.count) items")
        }
        if schema["uniqueItems"] as? Bool == true,
            Set(items.map { "\($0)" }).count < items.count
        {
            faults.append("\(path) has an item twice")
        }
        guard let item = schema["items"] as? [String: Any] else { return faults }
        for (index, value) in items.enumerated() {
            faults += try self.faults(of: value, item, "\(path)[\(index)]")
        }
        return faults
    }

    private static func faults(
        ofNumber value: Any,
        _ schema: [String: Any],
        _ path: String
    ) -> [String] {
        guard let number = (value as? Double) ?? (value as? Int).map(Double.init),
            !(value is Bool)
        else { return [] }
        let limit = { (key: String) in (schema[key] as? NSNumber)?.doubleValue }
        var isInside = true
        if let least = limit("minimum") { isInside = isInside && number >= least }
        if let most = limit("maximum") { isInside = isInside && number <= most }
        if let above = limit("exclusiveMinimum") { isInside = isInside && number > above }
        return isInside ? [] : ["\(path) is out of range"]
    }

    private static func isOf(_ type: String, _ value: Any) -> Bool {
        switch type {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "boolean": value is Bool
        case "integer": value is Int && !(value is Bool)
        case "number": (value is Int || value is Double) && !(value is Bool)
        default: false
        }
    }

    struct UnknownKeyword: Error { let names: [String] }
}

/// A file as an editor sees it: YAML 1.2's core schema.
enum CoreSchema {
    static func value(of text: String) throws -> Any {
        guard let node = try Yams.compose(yaml: text, .basic) else { return NSNull() }
        return value(of: node)
    }

    private static func value(of node: Node) -> Any {
        switch node {
        case .scalar(let scalar): return value(of: scalar)
        case .sequence(let sequence): return sequence.map { value(of: $0) }
        case .mapping(let mapping):
            var members: [String: Any] = [:]
            for (key, value) in mapping {
                members[key.scalar?.string ?? "?"] = self.value(of: value)
            }
            return members
        case .alias: return NSNull()
        }
    }

    private static func value(of scalar: Node.Scalar) -> Any {
        let text = scalar.string
        guard scalar.style == .plain else { return text }
        switch text {
        case "", "~", "null", "Null", "NULL": return NSNull()
        case "true", "True", "TRUE": return true
        case "false", "False", "FALSE": return false
        default:
            if text.wholeMatch(of: /[-+]?[0-9]+/) != nil, let value = Int(text) { return value }
            let isNumber =
                text.wholeMatch(of: /[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?/) != nil
            if isNumber, let value = Double(text) { return value }
            return text
        }
    }
}
