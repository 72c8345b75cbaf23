import ChandlerCore
import ChandlerDatasets

extension Kind where Value == DatasetFormat {
    /// How rows of a dataset are stored.
    static var datasetFormat: Kind {
        Kind<String>.word(
            DatasetFormat.allCases.map(\.rawValue),
            "the format"
        ).mapped({ DatasetFormat(rawValue: $0) ?? .parquetZstd }, back: \.rawValue)
    }
}

extension Kind where Value == SplitFractions {
    /// Three shares of time.
    static var split: Kind {
        Kind.scalar(
            .text(
                Shape.TextRule(
                    words: "three whole percentages that add up to 100, such as 70/15/15",
                    pattern: "^[0-9]{1,3}/[0-9]{1,3}/[0-9]{1,3}$"
                )
            ),
            literal: { .text($0.description) },
            parse: { (scalar) throws(Refusal) in
                if let split = try? SplitFractions(parsing: scalar.text) { return split }
                let parts = scalar.text.split(separator: "/", omittingEmptySubsequences: false)
                    .compactMap { Int($0) }
                let (sum, hasOverflow) = parts.reduce((0, false)) { result, part in
                    let next = result.0.addingReportingOverflow(part)
                    return (next.partialValue, result.1 || next.overflow)
                }
                throw Refusal(
                    message: "three whole percentages that add up to 100 were expected, such as "
                        + "70/15/15",
                    hint: parts.count == 3 && !hasOverflow && sum != 100
                        ? "these add up to \(sum)" : nil
                )
            }
        )
    }
}
