/// A value of a pipeline as a run sees it, and where it comes from.
public struct EffectiveValue: Sendable, Hashable, Encodable {
    /// The key, such as `series[0].symbols`.
    public let path: String
    /// The value as it would be written; or, where that is no value, what holds.
    public let value: String
    /// The line of the file that says so; `nil` for a default.
    public let line: Int?
}

extension PipelineReading {
    /// Every value of the pipeline, defaults filled in; empty where the file has errors.
    public var effectiveValues: [EffectiveValue] {
        guard let file, case .mapping(let members) = PipelineFile.section.literal(file) else {
            return []
        }
        return values(of: PipelineFile.section.outline, members, below: "")
    }

    private func values(
        of section: SectionOutline,
        _ members: [Literal.Member],
        below path: String
    ) -> [EffectiveValue] {
        section.fields.flatMap { field -> [EffectiveValue] in
            let place = path.isEmpty ? field.key : "\(path).\(field.key)"
            let value = members.first { $0.key == field.key }?.value
            guard let inner = field.shape.section else {
                return [effective(field, place, value)]
            }
            switch value {
            case .mapping(let members): return values(of: inner, members, below: place)
            case .list(let items) where !items.isEmpty:
                return items.enumerated().flatMap { index, item -> [EffectiveValue] in
                    guard case .mapping(let members) = item else { return [] }
                    return values(of: inner, members, below: "\(place)[\(index)]")
                }
            default: return [effective(field, place, nil)]
            }
        }
    }

    private func effective(
        _ field: FieldOutline,
        _ place: String,
        _ value: Literal?
    ) -> EffectiveValue {
        EffectiveValue(
            path: place,
            value: value?.yaml ?? field.otherwise ?? "none",
            // One entry may stand for a list of one.
            line: lines[place] ?? lines[place.replacing("[0].", with: ".")]
        )
    }
}
