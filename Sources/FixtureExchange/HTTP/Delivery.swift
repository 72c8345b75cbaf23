import ChandlerCore
import HTTPTypes
import HummingbirdCore
import NIOCore

/// Sends one answer, whole or as a fault wants it.
struct Delivery: Sendable {
    private var head: HTTPResponse
    private var body: ByteBuffer
    private var isCut = false
    private var stall: Int?

    init(
        _ answer: Answer,
        effects: [FaultEffect],
        coding: ContentCoding?,
        now: Timestamp
    ) {
        head = HTTPResponse(status: .init(code: answer.status))
        body = answer.body
        var contentType = answer.contentType
        var coding = body.readableBytes > 0 ? coding : nil
        var isShortened = false
        for effect in effects {
            switch effect {
            case .cut: isCut = true
            case .slow(let milliseconds): stall = milliseconds
            case .garbage: (head.status, body) = (.ok, ByteBuffer(string: Answer.garbage))
            case .html:
                (head.status, body) = (.ok, Answer.maintenance.body)
                contentType = Answer.html
            case .contentType(let type): contentType = type
            case .truncatedGzip:
                coding = .gzip
                isShortened = true
            case .refuse, .rows: break
            }
        }
        if let coding {
            body = coding.encoded(body)
            head.headerFields[.contentEncoding] = coding.rawValue
            head.headerFields[.vary] = "Accept-Encoding"
        }
        if isShortened { body = body.getSlice(at: 0, length: body.readableBytes / 2) ?? body }
        head.headerFields[.date] = HTTPDate.text(now)
        head.headerFields[.contentType] = contentType
        head.headerFields[.contentLength] = "\(body.readableBytes)"
        for (name, value) in answer.headers {
            if let field = HTTPField.Name(name) { head.headerFields[field] = value }
        }
    }

    func send(with writer: consuming ResponseWriter, on channel: any Channel) async throws {
        guard isCut || stall != nil else {
            try await writer.write(response: head, body: ResponseBody(byteBuffer: body))
            return
        }
        let half = body.readableBytes / 2
        var bodyWriter = try await writer.writeHead(head)
        try await bodyWriter.write(slice(0..<half))
        if let stall { try await Task.sleep(for: .milliseconds(stall)) }
        if isCut {
            // Closing the sending side first makes sure that the half arrives.
            try await channel.close(mode: .output).get()
            throw CutConnection()
        }
        try await bodyWriter.write(slice(half..<body.readableBytes))
        try await bodyWriter.finish(nil)
    }

    private func slice(_ range: Range<Int>) -> ByteBuffer {
        body.getSlice(at: body.readerIndex + range.lowerBound, length: range.count) ?? body
    }
}

/// Makes the server drop the connection.
private struct CutConnection: Error {}
