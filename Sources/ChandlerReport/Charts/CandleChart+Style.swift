extension CandleChart {
    /// The style that charts of the theme ``ChartTheme/page`` need, once a page.
    ///
    /// Dark is what the reader's system says, unless the root element has `data-theme` "light" or
    /// "dark".
    public static let pageStyle: String = {
        """
        .cc{display:block;width:100%;height:auto;\(variables(.light))}
        @media (prefers-color-scheme:dark){:root:not([data-theme="light"]) .cc{\(variables(.dark))}}
        :root[data-theme="dark"] .cc{\(variables(.dark))}
        .cc text{font-variant-numeric:tabular-nums}
        .cc-bg{fill:var(--cc-bg)}.cc-text{fill:var(--cc-text)}.cc-muted{fill:var(--cc-muted)}
        .cc-title{fill:var(--cc-text);font-size:15px;font-weight:600}
        .cc-halo{stroke:var(--cc-bg);stroke-width:3;stroke-linejoin:round;paint-order:stroke}
        .cc-strong{fill:var(--cc-text);font-weight:600}
        .cc-grid{stroke:var(--cc-grid);fill:none}.cc-frame{stroke:var(--cc-frame);fill:none}
        .cc-level{stroke:var(--cc-frame);stroke-dasharray:4 3;fill:none}
        .cc-hole{fill:var(--cc-hole)}
        .cc-up{stroke:var(--cc-up);fill:var(--cc-bg)}
        .cc-down{stroke:var(--cc-down);fill:var(--cc-down)}
        .cc-vol,.cc-bar,.cc-last,.cc-line,.cc-dots{fill:none}
        .cc-vol{stroke-opacity:.5}.cc-bar{stroke-opacity:.75}
        .cc-vu{stroke:var(--cc-up)}.cc-vd{stroke:var(--cc-down)}
        .cc-last{stroke-dasharray:2 3}
        .cc-line{stroke-width:1.5;stroke-linejoin:round;stroke-linecap:round}
        .cc-dash{stroke-dasharray:5 3}.cc-dots{stroke-width:3;stroke-linecap:round}
        .cc-band{fill-opacity:.09}
        .cc-tu{fill:var(--cc-up)}.cc-td{fill:var(--cc-down)}
        .cc-tag{fill:var(--cc-bg);font-weight:600}

        """
            + (0..<ChartRole.lineColors).map { index in
                ".cc-s\(index){stroke:var(--cc-l\(index))}.cc-f\(index){fill:var(--cc-l\(index))}"
            }.joined(separator: "\n") + "\n"
    }()

    private static func variables(_ colors: ChartPalette) -> String {
        let named = [
            ("bg", "var(--page,\(colors.background))"), ("text", colors.text),
            ("muted", colors.muted),
            ("grid", colors.grid), ("frame", colors.frame), ("hole", colors.hole),
            ("up", colors.up), ("down", colors.down),
        ]
        let lines = colors.lines.enumerated().map { ("l\($0)", $1) }
        return (named + lines).map { "--cc-\($0):\($1)" }.joined(separator: ";")
    }
}
