/// A piece of the page that is well-formed as HTML and as XML.
///
/// Text gets in through ``init(_:)`` only, which escapes it; names and errors in a database were
/// written by strangers.
struct Markup: Sendable, Hashable {
    /// The characters of the page.
    private(set) var html: String

    /// Nothing.
    static let empty = Markup(html: "")

    /// What another part of the program made; the caller answers for its form.
    init(html: String) {
        self.html = html
    }

    /// Text, escaped.
    init(_ text: String) {
        html = Markup.escaped(text)
    }

    /// An element with what it holds.
    ///
    /// - Parameters:
    ///   - name: The element's name.
    ///   - attributes: Its attributes in their order; values are escaped, `nil` leaves one out.
    ///   - content: What it holds, in order.
    init(_ name: String, _ attributes: KeyValuePairs<String, String?>, _ content: Markup...) {
        self.init(name, attributes, content)
    }

    /// An element with what it holds, as a list.
    init(_ name: String, _ attributes: KeyValuePairs<String, String?>, _ content: [Markup]) {
        html = "<" + name
        for (key, value) in attributes {
            guard let value else { continue }
            html += " " + key + "=\"" + Markup.escaped(value) + "\""
        }
        if Markup.void.contains(name) {
            html += "/>"
            return
        }
        html += ">"
        for part in content { html += part.html }
        html += "</" + name + ">"
    }

    /// Puts one piece behind another.
    static func + (left: Markup, right: Markup) -> Markup {
        Markup(html: left.html + right.html)
    }

    /// Puts a piece behind.
    static func += (left: inout Markup, right: Markup) {
        left.html += right.html
    }

    /// Elements that hold nothing and have no end in HTML.
    private static let void: Set<String> = ["br", "col", "hr", "meta"]
}

extension Markup {
    /// Text as it may stand between elements and in attributes.
    ///
    /// Marks that turn the direction of what follows are written out, as are characters that XML
    /// forbids: both would change what is read beside them.
    static func escaped(_ text: String) -> String {
        if text.utf8.allSatisfy(isPlain) { return text }
        var shown = ""
        shown.reserveCapacity(text.utf8.count + 16)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": shown += "&amp;"
            case "<": shown += "&lt;"
            case ">": shown += "&gt;"
            case "\"": shown += "&quot;"
            case "'": shown += "&#39;"
            case "\n", "\t": shown += " "
            default:
                if isShown(scalar) {
                    shown.unicodeScalars.append(scalar)
                } else {
                    shown += "\\u{" + String(scalar.value, radix: 16) + "}"
                }
            }
        }
        return shown
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
            UInt8(ascii: "'"):
            false
        default: (0x20..<0x7F).contains(byte)
        }
    }

    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
            false
        // Joiners are part of scripts and of pictures; direction marks are not.
        case .format: scalar.value == 0x200C || scalar.value == 0x200D
        default: true
        }
    }
}

extension [Markup] {
    /// All pieces, one after the other.
    func joined(_ separator: String = "") -> Markup {
        Markup(html: map(\.html).joined(separator: separator))
    }
}
