/// How the page looks: light and dark, wide and narrow, on paper.
///
/// Completeness is one hue from pale to strong, so that it needs no colour vision; what is wrong is
/// marked by shapes and words beside colours. Text stands out of its ground by 4.5 to 1 at least.
enum PageStyle {
    /// The whole sheet.
    static let sheet =
        """
        :root{color-scheme:light dark;\(PagePalette.light.variables)}
        @media (prefers-color-scheme:dark){:root{\(PagePalette.dark.variables)}}

        """ + layout + text + heatMap + runs + CandleChart.pageStyle
        + DatasetSection.pageStyle + media

    private static let layout = """
        *{box-sizing:border-box}
        html{background:var(--page);-webkit-text-size-adjust:100%}
        body{margin:0 auto;padding:28px 24px 40px;max-width:1280px;background:var(--page);\
        color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",\
        "Liberation Sans",sans-serif;overflow-wrap:break-word}
        section{margin:44px 0 0;scroll-margin-top:56px}
        nav{position:sticky;top:0;z-index:3;display:flex;gap:4px 18px;overflow-x:auto;\
        margin:24px -24px 0;padding:10px 24px;background:var(--page);\
        border-bottom:1px solid var(--line)}
        nav a{color:var(--muted);text-decoration:none;font-weight:600;font-size:14px}
        nav a:hover,nav a:focus{color:var(--accent);text-decoration:underline}
        .scroll{overflow-x:auto;max-width:100%;margin:0 0 12px}
        .scroll:focus-visible,summary:focus-visible,nav a:focus-visible\
        {outline:2px solid var(--accent);outline-offset:2px}
        figure{margin:0}
        .tall{max-height:85vh;overflow:auto}
        .newest{direction:rtl}
        .newest>*{direction:ltr;margin-right:auto}
        .charts{display:grid;gap:20px}
        .charts figure{min-width:0;border:1px solid var(--line);border-radius:8px;padding:4px}
        .charts .cc{min-width:1000px}
        .charts h3{display:none}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;\
        margin:20px 0 0}
        .tiles div{border:1px solid var(--line);border-radius:8px;padding:10px 14px}
        .tiles dt{color:var(--muted);font-size:13px}
        .tiles dd{margin:0}
        .tiles b{display:block;font-size:22px;line-height:1.3;font-variant-numeric:tabular-nums}
        .tiles small{color:var(--muted);font-size:13px}
        details{margin:12px 0 0}
        summary{cursor:pointer;color:var(--accent);font-weight:600;padding:4px 0}
        details[open] summary{margin-bottom:8px}
        footer{margin:52px 0 0;padding:14px 0 0;border-top:1px solid var(--line);\
        color:var(--muted);font-size:13px}

        """

    private static let text = """
        h1{margin:0;font-size:30px;line-height:1.2;overflow-wrap:anywhere}
        h2{margin:0 0 12px;font-size:21px;line-height:1.3}
        h3{margin:24px 0 8px;font-size:16px}
        p{margin:0 0 12px}
        .brand{margin:0 0 2px;color:var(--muted);font-size:13px;font-weight:600}
        .lead,.note,figcaption{color:var(--muted)}
        .note,figcaption{font-size:13px}
        code,pre{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;\
        font-size:.92em}
        code{background:var(--soft);border-radius:4px;padding:1px 5px}
        pre{margin:0;padding:12px 14px;background:var(--soft);border-radius:8px;overflow-x:auto}
        pre code{padding:0;background:none}
        .verdict{display:flex;align-items:center;gap:10px;margin:16px 0 0;padding:10px 14px;\
        border-radius:8px;border:1px solid var(--line);background:var(--soft)}
        .verdict span{flex:none;width:24px;height:24px;border-radius:50%;text-align:center;\
        line-height:24px;font-weight:700;background:var(--muted);color:var(--page)}
        .verdict.complete{background:var(--goodsoft);border-color:var(--good)}
        .verdict.complete span{background:var(--good)}
        .verdict.gaps{background:var(--warnsoft);border-color:var(--warn)}
        .verdict.gaps span{background:var(--warn)}
        .verdict.failed{background:var(--badsoft);border-color:var(--bad)}
        .verdict.failed span{background:var(--bad)}
        .verdict strong{min-width:0;overflow-wrap:anywhere}
        .badge{display:inline-block;padding:0 8px;border-radius:10px;background:var(--soft);\
        color:var(--text);font-size:13px;white-space:nowrap}
        .badge.good{background:var(--goodsoft);color:var(--good)}
        .badge.warn{background:var(--warnsoft);color:var(--warn)}
        .badge.bad{background:var(--badsoft);color:var(--bad)}
        table{border-collapse:collapse;font-size:14px;font-variant-numeric:tabular-nums}
        th,td{padding:5px 14px 5px 0;text-align:left;white-space:nowrap;\
        border-bottom:1px solid var(--line)}
        thead th{color:var(--muted);font-weight:600;font-size:13px}
        th.n,td.n{text-align:right}
        th small,td small{color:var(--muted);font-weight:400;font-size:12px}
        .errors{margin:0;padding:0;list-style:none}
        .errors li{padding:8px 0;border-bottom:1px solid var(--line);font-size:14px}
        .errors p{margin:4px 0 0;color:var(--muted);overflow-wrap:anywhere}

        """

    private static let heatMap = """
        .heat{border-collapse:separate;border-spacing:2px;font-size:12px}
        .heat th,.heat td{padding:0;border:0}
        .heat th.name{position:sticky;left:0;z-index:1;min-width:150px;padding:0 12px 0 0;\
        background:var(--page);font-weight:400;font-size:13px}
        .heat thead{position:sticky;top:0;z-index:2;background:var(--page)}
        .heat td.n,.heat th.n{padding:0 2px 0 10px;font-size:13px}
        .heat thead th{background:var(--page);box-shadow:0 0 0 2px var(--page);text-align:center;\
        font-weight:400;font-size:11px;vertical-align:bottom}
        .heat thead th.name{text-align:left;font-weight:600;font-size:13px}
        .heat thead th.n{text-align:right;font-weight:600;font-size:13px}
        .heat thead th.year{text-align:left;font-weight:600;font-size:12px;\
        border-left:1px solid var(--line);padding-left:4px}
        .heat td{height:24px;min-width:24px}
        .heat thead tr+tr th{min-width:24px}
        .m{--open:none;--hatched:none;--part:none;background-color:var(--c);\
        background-image:var(--open),var(--hatched),var(--part);border-radius:3px;\
        text-align:center;color:var(--t);font-size:11px;cursor:default}
        .m i{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        .heat td{position:relative}
        .heat tbody tr:hover th.name,.heat tbody tr:hover td.n{background:var(--soft)}
        .heat td.m:hover{outline:2px solid var(--text);outline-offset:-1px}
        \((0...6).map { ".l\($0){--c:var(--h\($0));--t:var(--t\($0))}" }.joined())
        .l0{box-shadow:inset 0 0 0 1px var(--edge)}
        .o{--open:linear-gradient(225deg,var(--mark) 7px,transparent 7.5px)}
        .a{--hatched:repeating-linear-gradient(135deg,var(--page) 0 1.5px,transparent 1.5px 5px)}
        .p{background-color:var(--none);--part:linear-gradient(90deg,var(--none) var(--b),\
        var(--c) var(--b) var(--e),var(--none) var(--e))}
        .legend{display:flex;flex-wrap:wrap;gap:6px 16px;margin:0 0 12px;padding:0;\
        list-style:none;font-size:13px;color:var(--muted)}
        .legend li{display:flex;align-items:center;gap:6px}
        .legend .m{display:inline-block;width:22px;height:16px}

        """

    private static let runs = """
        .strip{display:block;font:11px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",\
        "Liberation Sans",sans-serif}
        .strip text{fill:var(--muted)}
        .strip .name{fill:var(--text);font-weight:600}
        .strip line{stroke:var(--line)}
        .strip .succeeded{fill:var(--good)}
        .strip .failed{fill:var(--bad)}
        .strip .interrupted{fill:var(--warn)}
        .strip .running,.strip .skipped{fill:var(--muted)}
        .strip .rate{fill:var(--h5)}
        .strip .asked{fill:var(--h4)}
        .strip rect:hover{stroke:var(--text)}

        """

    private static let media = """
        @media (max-width:640px){
        body{padding:18px 14px 32px}
        nav{margin:18px -14px 0;padding:10px 14px}
        h1{font-size:24px}
        .tiles{grid-template-columns:1fr 1fr}
        .charts h3{display:block;margin:0}
        .heat th.name{min-width:96px;max-width:130px;white-space:normal;line-height:1.2}
        }
        @media print{
        :root{\(PagePalette.light.variables)}
        body{max-width:none;padding:0;font-size:11px}
        nav,footer{display:none}
        section{margin-top:24px}
        h2,h3{break-after:avoid}
        tr,figure,.tiles div,.errors li{break-inside:avoid}
        .scroll{overflow:visible;max-height:none}
        .charts .cc{min-width:0}
        .newest{direction:ltr}
        .heat{width:100%;border-spacing:1px}
        .heat th.name,.heat thead{position:static}
        .heat th.name{min-width:0;font-size:9px;padding:0 6px 0 0}
        .heat td,.heat thead tr+tr th{min-width:0;height:14px}
        .heat thead tr+tr th,.heat td.m{font-size:0}
        .heat td.n,.heat th.n{font-size:9px}
        .m,.badge,.verdict,.verdict span,.strip rect,.cc\
        {print-color-adjust:exact;-webkit-print-color-adjust:exact}
        }

        """
}
