import Foundation
import TestSupport

@testable import ChandlerReport

/// A document that holds a page twice, wide and narrow, and says what the browser made of it.
///
/// The page itself runs no script and is not changed: the document around it looks into its frames.
enum Probe {
    static let width = 1_280
    static let narrow = 400
    static let height = 6_000

    /// The document around a page.
    static func document(around page: String) -> String {
        let source = Markup.escaped(page.replacing("\n", with: "\u{1}")).replacing(
            "\\u{1}",
            with: "&#10;"
        )
        let frames = [("wide", width), ("narrow", narrow)].map { name, width in
            "<iframe id=\"\(name)\" style=\"border:0;width:\(width)px;height:\(height)px\" "
                + "srcdoc=\"\(source)\"></iframe>"
        }.joined()
        return """
            <!DOCTYPE html><html><head><meta charset="utf-8">
            <meta name="color-scheme" content="light dark"><title>probe</title></head>
            <body style="margin:0">\(frames)<pre id="found"></pre><script>\(script)</script></body>
            </html>
            """
    }

    /// What a dumped document says.
    static func found(in dump: String) throws -> JSONDocument {
        guard let start = dump.range(of: "<pre id=\"found\">"),
            let end = dump.range(of: "</pre>", range: start.upperBound..<dump.endIndex),
            let data = Data(base64Encoded: String(dump[start.upperBound..<end.lowerBound]))
        else { throw TestFailure("the probe found nothing: \(dump.suffix(400))") }
        return try JSONDocument(parsing: String(decoding: data, as: UTF8.self))
    }

    private static let script = #"""
        const rect = e => { const r = e.getBoundingClientRect();
          return {x: r.left, y: r.top, w: r.width, h: r.height}; };
        const rgb = text => { const n = (text.match(/[\d.]+/g) || []).map(Number);
          return n.length < 3 ? null : {r: n[0], g: n[1], b: n[2], a: n.length > 3 ? n[3] : 1}; };
        const luminance = c => [c.r, c.g, c.b].map(v => v / 255)
          .map(v => v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4))
          .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
        const ratio = (a, b) => { const l = [luminance(a), luminance(b)].sort((x, y) => y - x);
          return (l[0] + 0.05) / (l[1] + 0.05); };
        const name = e => e.tagName + '.' + (e.getAttribute('class') || '');
        function ground(win, e) {
          for (; e; e = e.parentElement) {
            const c = rgb(win.getComputedStyle(e).backgroundColor);
            if (c && c.a === 1) return c;
          }
          return null;
        }
        function svgGround(win, text) {
          const r = text.getBoundingClientRect();
          const at = [r.left + r.width / 2, r.top + r.height / 2];
          let found = null;
          for (const e of text.ownerSVGElement.closest('figure,div').querySelectorAll('rect')) {
            const b = e.getBoundingClientRect(), s = win.getComputedStyle(e), c = rgb(s.fill);
            if (c && c.a === 1 && s.fillOpacity === '1' && b.left <= at[0] && b.right >= at[0]
                && b.top <= at[1] && b.bottom >= at[1] && !e.closest('.strip')) found = c;
            if (e === text) break;
          }
          return found || ground(win, text.ownerSVGElement.parentElement);
        }
        function texts(win, doc) {
          for (const folded of doc.querySelectorAll('details')) folded.open = true;
          const low = []; let count = 0;
          const walker = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const node = walker.currentNode, e = node.parentElement;
            if (!node.data.trim() || ['TITLE', 'DESC', 'STYLE'].includes(e.tagName.toUpperCase()))
              continue;
            const s = win.getComputedStyle(e), r = e.getBoundingClientRect();
            if (r.width < 2 || r.height < 2 || s.visibility === 'hidden') continue;
            const isSVG = !!e.ownerSVGElement;
            const color = rgb(isSVG ? s.fill : s.color);
            const under = isSVG ? svgGround(win, e) : ground(win, e);
            if (!color || !under) continue;
            count += 1;
            const value = ratio(color, under);
            if (value < 4.5) low.push(name(e) + ' "' + node.data.slice(0, 30) + '" ' + value.toFixed(2));
          }
          return {count, low};
        }
        function overlaps(doc) {
          const hits = [];
          for (const svg of doc.querySelectorAll('svg')) {
            if (svg.ownerSVGElement) continue;
            const all = [...svg.querySelectorAll('text')].map(t => [t, t.getBoundingClientRect()]);
            for (let i = 0; i < all.length; i++) for (let j = i + 1; j < all.length; j++) {
              const a = all[i][1], b = all[j][1];
              const w = Math.min(a.right, b.right) - Math.max(a.left, b.left);
              const h = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
              if (w > 1 && h > 2) hits.push(all[i][0].textContent + ' | ' + all[j][0].textContent);
            }
            const frame = svg.getBoundingClientRect();
            for (const [t, r] of all) if (r.width > 0 && (r.left < frame.left - 1
              || r.right > frame.right + 1)) hits.push('outside: ' + t.textContent);
          }
          return hits;
        }
        function wide(win, doc) {
          return [...doc.body.querySelectorAll('*')].filter(e =>
            !(e.parentElement.closest('.scroll,.ds-scroll,.ds-line'))).filter(e => {
              const r = e.getBoundingClientRect();
              return r.width > 0 && (r.right > win.innerWidth + 0.5 || r.left < -0.5);
            }).map(name);
        }
        function look(id) {
          const frame = document.getElementById(id), win = frame.contentWindow;
          const doc = frame.contentDocument, style = e => win.getComputedStyle(e);
          const first = q => { const e = doc.querySelector(q); return e ? style(e) : {}; };
          const visible = e => { const r = rect(e), box = rect(e.closest('.scroll'));
            return r.x >= box.x + 140 && r.x + r.w <= box.x + box.w; };
          const map = doc.querySelector('.heat').closest('.scroll');
          return {
            innerWidth: win.innerWidth, scrollWidth: doc.documentElement.scrollWidth,
            background: style(doc.body).backgroundColor, color: style(doc.body).color,
            cells: [...doc.querySelectorAll('.heat td.m')].filter(visible).map(e => ({
              ...rect(e), kind: e.className, color: style(e).backgroundColor,
              image: style(e).backgroundImage.slice(0, 400), text: e.textContent.trim()})),
            nameLeft: rect(doc.querySelector('.heat tbody th')).x, mapLeft: rect(map).x,
            mapIsAtEnd: map.scrollLeft === 0, mapScrolls: map.scrollWidth > map.clientWidth + 1,
            up: {fill: first('.cc-up').fill, stroke: first('.cc-up').stroke},
            down: {fill: first('.cc-down').fill, stroke: first('.cc-down').stroke},
            bodies: doc.querySelectorAll('.cc-up,.cc-down').length,
            charts: [...doc.querySelectorAll('svg.cc')].map(rect),
            strips: [...doc.querySelectorAll('.strip .run')].map(e => ({
              ...rect(e), kind: e.getAttribute('class'), color: style(e).fill})),
            texts: texts(win, doc), overlaps: overlaps(doc), wide: wide(win, doc),
            requests: win.performance.getEntriesByType('resource').length,
            active: doc.querySelectorAll('script,img,link,iframe,object,embed').length,
            sections: [...doc.querySelectorAll('section')].map(e => ({id: e.id, ...rect(e)})),
          };
        }
        addEventListener('load', () => {
          const found = {};
          for (const id of ['wide', 'narrow']) {
            try { found[id] = look(id); } catch (error) { found[id] = {error: String(error.stack)}; }
          }
          const bytes = new TextEncoder().encode(JSON.stringify(found));
          let text = ''; for (const byte of bytes) text += String.fromCharCode(byte);
          document.getElementById('found').textContent = btoa(text);
        });
        """#
}
