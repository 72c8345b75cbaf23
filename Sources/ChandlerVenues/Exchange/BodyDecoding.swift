import ChandlerHTTP
import FoundationEssentials

// Foundation, because lists and errors are small, rare and of as many shapes as there are venues.
extension HTTPBody {
    /// Decodes a small document, such as a list of instruments or an error.
    ///
    /// - Throws: `DecodingError` where the body is not the JSON of this shape.
    func decoded<Document: Decodable>(as type: Document.Type = Document.self) throws -> Document {
        try JSONDecoder().decode(type, from: withPaddedBytes { Data($0) })
    }
}
