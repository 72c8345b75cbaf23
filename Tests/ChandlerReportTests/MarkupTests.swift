import Foundation
import FoundationXML
import Testing

@testable import ChandlerReport

/// Text that strangers wrote, and the form of elements.
@Suite struct MarkupTests {
    @Test(arguments: [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("a & b", "a &amp; b"), (#"" onload="x"#, "&quot; onload=&quot;x"), ("it's", "it&#39;s"),
        ("one\ntwo\tthree", "one two three"), ("\u{0}\u{7}", "\\u{0}\\u{7}"),
        ("safe\u{202E}txt.exe", "safe\\u{202e}txt.exe"),
        ("\u{FEFF}x\u{200F}", "\\u{feff}x\\u{200f}"),
        ("\u{FFFE}", "\\u{fffe}"), ("Ünïcödé 令牌 🚀", "Ünïcödé 令牌 🚀"), ("", ""),
    ])
    func textIsEscaped(text: String, html: String) {
        #expect(Markup(text).html == html)
        #expect(Markup("td", ["title": text]).html == "<td title=\"\(html)\"></td>")
    }

    @Test func anyTextIsReadBackByAnXMLReaderAsItIsShown() throws {
        var all = String.UnicodeScalarView()
        for value in (0...0x2FFF).map(UInt32.init) + [0xFEFF, 0xFFFE, 0xFFFF, 0x1F680, 0xE0001] {
            if let scalar = Unicode.Scalar(value) { all.append(scalar) }
        }
        let document = Markup("p", ["title": String(all)], Markup(String(all))).html
        let parser = XMLParser(data: Data(document.utf8))
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
    }

    @Test func elementsHaveAnEndOrAreVoid() {
        #expect(Markup("meta", ["charset": "utf-8"]).html == "<meta charset=\"utf-8\"/>")
        #expect(Markup("td", [:]).html == "<td></td>")
        #expect(Markup("td", ["class": nil, "x": "1"]).html == "<td x=\"1\"></td>")
        #expect(
            Markup("p", [:], Markup("a"), Markup("b", [:], Markup("<"))).html
                == "<p>a<b>&lt;</b></p>"
        )
    }
}
