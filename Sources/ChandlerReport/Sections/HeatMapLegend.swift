/// What the colours and marks of the heat map mean.
enum HeatMapLegend {
    private static let entries = [
        ("l6", "100 %"), ("l5", "99 % and more"), ("l4", "95 %"), ("l3", "80 %"), ("l2", "50 %"),
        ("l1", "less"), ("l0", "none"), ("l6 a", "archived"), ("l5 o", "has open gaps"),
        ("l6 p", "part of a month"),
    ]

    static let markup = Markup(
        "ul",
        ["class": "legend"],
        entries.map { classes, words in
            Markup(
                "li",
                [:],
                Markup(
                    "span",
                    [
                        "class": "m \(classes)",
                        "style": classes.hasSuffix("p") ? "--b:0%;--e:50%" : nil,
                    ]
                ),
                Markup(words)
            )
        }
    )
}
