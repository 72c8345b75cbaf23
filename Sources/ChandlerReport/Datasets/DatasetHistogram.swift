import ChandlerDatasets

/// A small picture of a feature's values: training as an area, the other splits as lines.
struct DatasetHistogram {
    private let feature: FeatureSummary

    private static let width = 132.0
    private static let height = 30.0

    init(_ feature: FeatureSummary) {
        self.feature = feature
    }

    /// The picture, or nothing where there are no values.
    var svg: String {
        let most = feature.histogram.values.joined().max() ?? 0
        guard most > 0 else { return "" }
        var text =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"ds-hist\" role=\"img\" "
            + "width=\"132\" height=\"30\" viewBox=\"0 0 132 30\"><title>"
            + "\(SVGText.escaped(feature.name)): train as area, validation and test as lines</title>"
        for split in Split.allCases {
            guard let shares = feature.histogram[split] else { continue }
            let path = Self.steps(shares, most)
            if split == .train {
                text += "<path class=\"ds-area\" d=\"\(path)V29H0Z\"/>"
            } else {
                text += "<path class=\"ds-h\(DatasetMarkup.index(split))\" d=\"\(path)\"/>"
            }
        }
        return text + "</svg>"
    }

    private static func steps(_ shares: [Double], _ most: Double) -> String {
        let step = width / Double(shares.count)
        var path = ""
        for (index, share) in shares.enumerated() {
            let y = SVGText.number(height - 1 - share / most * (height - 3))
            path += index == 0 ? "M0 \(y)" : "V\(y)"
            path += "H\(SVGText.number(Double(index + 1) * step))"
        }
        return path
    }
}
