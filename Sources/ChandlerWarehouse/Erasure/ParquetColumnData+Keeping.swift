import ChandlerParquet

extension ParquetColumnData {
    /// The values of some rows only.
    func keeping(_ stays: [Bool]) -> ParquetColumnData {
        func chosen<Value>(_ values: [Value]) -> [Value] {
            zip(values, stays).lazy.filter(\.1).map(\.0)
        }
        func chosen(_ validity: [Bool]?) -> [Bool]? {
            guard let validity else { return nil }
            return chosen(validity) as [Bool]
        }
        return switch self {
        case .doubles(let values): .doubles(chosen(values))
        case .int64(let values, let valid): .int64(chosen(values), validity: chosen(valid))
        case .int32(let values, let valid): .int32(chosen(values), validity: chosen(valid))
        case .timestamps(let values, let valid):
            .timestamps(chosen(values), validity: chosen(valid))
        case .strings(let values, let valid): .strings(chosen(values), validity: chosen(valid))
        case .booleans(let values, let valid): .booleans(chosen(values), validity: chosen(valid))
        case .dates(let values, let valid): .dates(chosen(values), validity: chosen(valid))
        case .decimals(let values, let valid): .decimals(chosen(values), validity: chosen(valid))
        case .json(let values, let valid): .json(chosen(values), validity: chosen(valid))
        case .exactDoubles(let values, let valid):
            .exactDoubles(chosen(values), validity: chosen(valid))
        case .repeatedString(let text, _):
            .repeatedString(text, count: stays.count(where: \.self))
        }
    }
}
