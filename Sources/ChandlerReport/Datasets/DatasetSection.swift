import ChandlerCore
import ChandlerDatasets

/// The part of a report that shows datasets.
///
/// Everything is folded away in `details` elements; the text is well-formed as XML and as HTML and
/// holds no script. Its colours are those of the page around it, light or dark.
public enum DatasetSection {
    /// The list of datasets.
    ///
    /// - Parameters:
    ///   - summaries: What was read, in the order in which it is shown.
    ///   - failures: Folders that could not be read, and why in words.
    /// - Returns: HTML elements; a sentence where there is nothing to show.
    public static func html(
        _ summaries: [DatasetSummary],
        failures: [(folder: String, words: String)] = []
    ) -> String {
        if summaries.isEmpty, failures.isEmpty {
            return "<p class=\"ds-note\">No dataset was given.</p>\n"
        }
        let broken = failures.map { failure in
            "<p class=\"ds-change\"><strong>\(SVGText.escaped(failure.folder))</strong> "
                + "\(SVGText.escaped(failure.words))</p>\n"
        }
        return summaries.map { DatasetMarkup($0).text }.joined() + broken.joined()
    }

    /// The style that the list needs, once a page.
    ///
    /// It takes up the page's variables `--page`, `--soft`, `--line`, `--text`, `--muted`, `--accent`,
    /// `--warn`, `--warnsoft`, `--bad` and `--badsoft` where there are such.
    public static let pageStyle = """
        .ds{border:1px solid var(--line,#d9dfe6);border-radius:8px;margin:0 0 14px;padding:0 16px}
        .ds>summary{padding:12px 0;cursor:pointer;color:inherit;font-weight:400}
        .ds>summary strong{overflow-wrap:anywhere}
        .ds h4{margin:22px 0 8px;font-size:14px}
        .ds-note{color:var(--muted,#566373);font-size:13px}
        .ds-badge{display:inline-block;margin:0 0 0 8px;padding:0 8px;border-radius:10px;\
        font-size:13px;white-space:nowrap;background:var(--soft,#f3f5f8)}
        .ds-badge.ds-bad{background:var(--badsoft,#fbe9e7);color:var(--bad,#b01f1f)}
        .ds-badge.ds-warn{background:var(--warnsoft,#fdf0df);color:var(--warn,#8f4700)}
        .ds-change{padding:8px 12px;border-radius:6px;background:var(--badsoft,#fbe9e7);\
        color:var(--bad,#b01f1f);overflow-wrap:anywhere}
        .ds-line{position:relative;height:30px;border-radius:5px;overflow:hidden;\
        background:var(--soft,#f3f5f8);margin:0 0 4px}
        .ds-line span{position:absolute;top:0;bottom:0;overflow:hidden;box-sizing:border-box;\
        font-size:13px;line-height:30px;color:#fff}
        .ds-line i{display:inline-block;width:0;height:30px;vertical-align:top}
        .ds-line em{display:inline-block;font-style:normal;white-space:nowrap;vertical-align:top}
        .ds-0{background:#2c6cae}.ds-1{background:#7a4fb5}.ds-2{background:#0b7a5b}
        .ds-line .ds-purge,.ds-line .ds-embargo{padding:0;min-width:4px}
        .ds-purge{background:repeating-linear-gradient(135deg,#1b2430 0 2px,#f5b54a 2px 5px)}
        .ds-embargo{background:repeating-linear-gradient(45deg,#1b2430 0 2px,#f4f6f8 2px 5px)}
        .ds-ends{position:relative;height:18px;color:var(--muted,#566373);\
        font-size:12px;font-variant-numeric:tabular-nums}
        .ds-ends .ds-mid{position:absolute;transform:translateX(-50%)}
        @media (max-width:960px){.ds-ends .ds-mid{display:none}}
        .ds-ends .ds-last{position:absolute;right:0}
        .ds-key{display:flex;flex-wrap:wrap;gap:4px 18px;margin:8px 0 0;padding:0;list-style:none;\
        font-size:13px}
        .ds-key small{color:var(--muted,#566373);font-size:12px}
        .ds-key i{display:inline-block;width:18px;height:12px;margin:0 6px 0 0;border-radius:2px;\
        vertical-align:-1px}
        .ds-scroll{overflow-x:auto;max-width:100%}
        .ds table{border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums}
        .ds th,.ds td{padding:4px 14px 4px 0;text-align:left;white-space:nowrap;\
        border-bottom:1px solid var(--line,#d9dfe6)}
        .ds td.ds-n,.ds th.ds-n{text-align:right}
        .ds .ds-features th,.ds .ds-features td{padding-right:10px}
        .ds .ds-features thead th{vertical-align:bottom;line-height:1.25}
        .ds thead th{color:var(--muted,#566373);font-weight:600}
        .ds td small{color:var(--muted,#566373);font-size:12px}
        .ds-flag{color:var(--bad,#b01f1f);font-weight:600}
        .ds-moved{color:var(--warn,#8f4700)}
        .ds-share{display:flex;width:190px;height:16px;border-radius:3px;overflow:hidden;\
        font-size:11px;line-height:16px;color:#fff}
        .ds-share span{overflow:hidden;text-align:center}
        .ds-down{background:#cf3140}.ds-flat{background:#6b7280}.ds-up{background:#0a7d5c}
        .ds-hist{display:block}
        .ds-hist path{fill:none;stroke-width:1.4}
        .ds-hist .ds-area{stroke:none;fill:var(--h4,#5996cb);fill-opacity:.45}
        .ds-h0{stroke:#2c6cae}.ds-h1{stroke:#9a6bd6}.ds-h2{stroke:#10a37f}

        """
}
