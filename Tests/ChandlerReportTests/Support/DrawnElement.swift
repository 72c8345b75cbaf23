import Foundation
import FoundationXML

/// An element of a parsed SVG or HTML text, with all that is inside of it.
final class DrawnElement {
    let name: String
    let attributes: [String: String]
    private(set) var children: [DrawnElement] = []
    private(set) var text = ""

    init(_ name: String, _ attributes: [String: String]) {
        self.name = name
        self.attributes = attributes
    }

    /// Parses a text; several elements come within one.
    ///
    /// - Returns: `nil` where it is not well-formed XML.
    static func parse(_ text: String) -> DrawnElement? {
        let reader = Reader()
        let parser = XMLParser(data: Data("<all>\(text)</all>".utf8))
        parser.delegate = reader
        guard parser.parse() else { return nil }
        let all = reader.root.children.first
        return all?.children.count == 1 ? all?.children.first : all
    }

    /// The element and all elements inside of it, in the order of the text.
    var all: [DrawnElement] { [self] + children.flatMap(\.all) }

    /// The elements of a class.
    func all(ofClass name: String) -> [DrawnElement] {
        all.filter {
            ($0.attributes["class"] ?? "").split(separator: " ").contains(Substring(name))
        }
    }

    func number(_ name: String) -> Double? { attributes[name].flatMap(Double.init) }

    private final class Reader: NSObject, XMLParserDelegate {
        let root = DrawnElement("", [:])
        var open: [DrawnElement] = []

        func parser(
            _ parser: XMLParser,
            didStartElement name: String,
            namespaceURI: String?,
            qualifiedName: String?,
            attributes: [String: String]
        ) {
            let element = DrawnElement(name, attributes)
            (open.last ?? root).children.append(element)
            open.append(element)
        }

        func parser(
            _ parser: XMLParser,
            didEndElement name: String,
            namespaceURI: String?,
            qualifiedName: String?
        ) {
            open.removeLast()
        }

        func parser(_ parser: XMLParser, foundCharacters text: String) {
            open.last?.text += text
        }
    }
}
