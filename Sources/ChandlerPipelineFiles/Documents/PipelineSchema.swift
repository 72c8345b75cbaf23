/// The JSON Schema of pipeline files, for editors; it comes from the same specification as lint.
///
/// It knows the form of each key, not what several keys say together: what it accepts may still have
/// findings, what it refuses has.
///
/// **Source:** JSON Schema, draft 2020-12.
public enum PipelineSchema {
    /// The schema as a JSON document that ends with a line end.
    public static var text: String {
        let head: [Literal.Member] = [
            .init("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
            .init("title", .text("Chandler pipeline")),
            .init(
                "description",
                .text("What a run fetches, loads, writes and looks after. All times are UTC.")
            ),
        ]
        return Literal.mapping(head + members(of: PipelineFile.section.outline)).json() + "\n"
    }

    private static func members(of section: SectionOutline) -> [Literal.Member] {
        let required = section.fields.filter(\.isRequired).map { Literal.text($0.key) }
        let groups = section.groups.map { group -> Literal.Member in
            let choices = group.keys.map { key in
                Literal.mapping([.init("required", .list([.text(key)]))])
            }
            return .init(group.isExclusive ? "oneOf" : "anyOf", .list(choices))
        }
        var members: [Literal.Member] = [.init("type", .text("object"))]
        members.append(
            .init("properties", .mapping(section.fields.map { .init($0.key, schema(of: $0)) }))
        )
        members.append(.init("additionalProperties", .flag(false)))
        if !required.isEmpty { members.append(.init("required", .list(required))) }
        switch groups.count {
        case 0: break
        case 1: members += groups
        default: members.append(.init("allOf", .list(groups.map { .mapping([$0]) })))
        }
        return members
    }

    private static func schema(of field: FieldOutline) -> Literal {
        var about = field.about
        if field.defaultValue == nil, let otherwise = field.otherwise {
            about += " Without it: \(otherwise)."
        }
        var members: [Literal.Member] = [.init("description", .text(about))]
        if let value = field.defaultValue { members.append(.init("default", value)) }
        return .mapping(members + self.members(of: field.shape))
    }

    private static func members(of shape: Shape) -> [Literal.Member] {
        switch shape {
        case .text(let rule):
            [.init("type", .text("string"))]
                + (rule.pattern.map { [.init("pattern", .text($0))] } ?? [])
        case .word(let words): [.init("enum", .list(words.map { .text($0) }))]
        case .whole(let range):
            [.init("type", .text("integer")), .init("minimum", .whole(range.lowerBound))]
                + (range.upperBound == Int.max
                    ? [] : [.init("maximum", .whole(range.upperBound))])
        case .number(let limit, let isIncluded):
            [
                .init("type", .text("number")),
                .init(isIncluded ? "minimum" : "exclusiveMinimum", .number(limit)),
            ]
        case .flag: [.init("type", .text("boolean"))]
        case .onlyTrue: [.init("const", .flag(true))]
        case .list(let item, let isUnique, let mayBeEmpty):
            [
                .init(
                    "anyOf",
                    .list([
                        .mapping(members(of: item)),
                        .mapping(list(item, isUnique: isUnique, mayBeEmpty: mayBeEmpty)),
                    ])
                )
            ]
        case .words(let words, let other):
            [
                .init(
                    "anyOf",
                    .list([
                        .mapping([.init("enum", .list(words.map { .text($0) }))]),
                        .mapping(members(of: other)),
                    ])
                )
            ]
        case .section(let outline): members(of: outline)
        case .table(let keys, let value): table(keys, value)
        }
    }

    private static func list(
        _ item: Shape,
        isUnique: Bool,
        mayBeEmpty: Bool
    ) -> [Literal.Member] {
        [.init("type", .text("array")), .init("items", .mapping(members(of: item)))]
            + (mayBeEmpty ? [] : [.init("minItems", .whole(1))])
            + (isUnique ? [.init("uniqueItems", .flag(true))] : [])
    }

    private static func table(_ keys: [String], _ value: Shape) -> [Literal.Member] {
        let names = keys.map { $0.replacing(".", with: "\\.") }.joined(separator: "|")
        return [
            .init("type", .text("object")),
            .init(
                "patternProperties",
                .mapping([.init("^(\(names))$", .mapping(members(of: value)))])
            ),
            .init("additionalProperties", .flag(false)),
        ]
    }
}
