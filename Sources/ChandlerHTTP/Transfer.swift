import CLibcurl

/// One request on its way: collects what curl receives and makes the response of it.
///
/// Lives on the transfer thread from its start until its answer was given.
final class Transfer {
    let submission: Submission
    let easy: CurlEasy
    private let bodyLimit: Int
    private var headers = HTTPHeaders()
    private var body: PaddedBuffer?
    private var isTooLarge = false

    /// Prepares the handle for the request.
    init(_ submission: Submission, easy: CurlEasy, options: HTTPClientOptions) throws(CurlError) {
        self.submission = submission
        self.easy = easy
        bodyLimit = options.maximumBodyBytes
        let request = submission.request
        try easy.prepare(request, timeouts: request.timeouts ?? options.timeouts)
        try easy.setReceiver(
            Unmanaged.passUnretained(self).toOpaque(),
            headers: { bytes, size, count, context in
                Transfer.of(context).receiveHeader(
                    UnsafeRawBufferPointer(start: bytes, count: size * count)
                )
            },
            body: { bytes, size, count, context in
                Transfer.of(context).receiveBody(
                    UnsafeRawBufferPointer(start: bytes, count: size * count)
                )
            }
        )
    }

    /// The answer after curl has ended the transfer.
    func answer(_ result: CURLcode, certificateFile: String?) -> Result<HTTPResponse, HTTPError> {
        guard !isTooLarge, result != CURLE_FILESIZE_EXCEEDED else { return .failure(tooLarge()) }
        guard result == CURLE_OK else {
            return .failure(
                HTTPError(
                    easy.failure(result),
                    request: submission.request,
                    hint: hint(result, certificateFile: certificateFile)
                )
            )
        }
        return .success(response())
    }

    private func response() -> HTTPResponse {
        HTTPResponse(
            status: HTTPStatus(rawValue: easy.number(CURLINFO_RESPONSE_CODE)),
            headers: headers,
            body: HTTPBody(adopting: body ?? PaddedBuffer(capacity: 0)),
            effectiveHost: URLParts(easy.text(CURLINFO_EFFECTIVE_URL)).authority,
            version: version(),
            timing: timing(),
            bytesOnWire: easy.size(CURLINFO_SIZE_DOWNLOAD_T) + easy.number(CURLINFO_HEADER_SIZE),
            connectionsOpened: easy.number(CURLINFO_NUM_CONNECTS)
        )
    }

    private func version() -> HTTPVersion {
        switch Int32(truncatingIfNeeded: easy.number(CURLINFO_HTTP_VERSION)) {
        case Int32(CURL_HTTP_VERSION_1_0): .http1_0
        case Int32(CURL_HTTP_VERSION_1_1): .http1_1
        case Int32(CURL_HTTP_VERSION_2_0): .http2
        case Int32(CURL_HTTP_VERSION_3): .http3
        default: .unknown
        }
    }

    private func timing() -> HTTPTiming {
        // TLS time is 0 on a plain connection, where the TCP time counts.
        let connected = max(
            easy.size(CURLINFO_CONNECT_TIME_T),
            easy.size(CURLINFO_APPCONNECT_TIME_T)
        )
        return HTTPTiming(
            connect: .microseconds(connected),
            firstByte: .microseconds(easy.size(CURLINFO_STARTTRANSFER_TIME_T)),
            total: .microseconds(easy.size(CURLINFO_TOTAL_TIME_T))
        )
    }

    private func tooLarge() -> HTTPError {
        HTTPError(
            .tooLarge,
            submission.request,
            "the body is larger than the limit of \(bodyLimit) bytes; "
                + "nothing of the answer was kept",
            curlCode: Int(CURLE_FILESIZE_EXCEEDED.rawValue),
            status: HTTPStatus(rawValue: easy.number(CURLINFO_RESPONSE_CODE))
        )
    }

    private func hint(_ result: CURLcode, certificateFile: String?) -> String? {
        switch result {
        case CURLE_PEER_FAILED_VERIFICATION:
            "trusted authorities are read from \(certificateFile ?? "the system's file"); "
                + "SSL_CERT_FILE names another file"
        case CURLE_SSL_CACERT_BADFILE:
            "CURL_CA_BUNDLE, SSL_CERT_FILE or an option names \(certificateFile ?? "no file")"
        default:
            nil
        }
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> Transfer {
        guard let context else { preconditionFailure("Invariant: curl passes the receiver back") }
        return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    }

    /// Takes one header line; a status line begins a new answer, for example after a redirect.
    private func receiveHeader(_ bytes: UnsafeRawBufferPointer) -> Int {
        if bytes.starts(with: "HTTP/".utf8) {
            headers.removeAll()
        } else if let field = HTTPHeaders.Field(line: bytes) {
            headers.add(name: field.name, value: field.value)
        }
        return bytes.count
    }

    /// Takes body bytes; returning another count than was given makes curl end the transfer.
    private func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        let buffer = body ?? PaddedBuffer(capacity: expectedBytes())
        body = buffer
        guard buffer.count + bytes.count <= bodyLimit else {
            isTooLarge = true
            return 0
        }
        buffer.append(bytes)
        return bytes.count
    }

    /// The room to begin with: what the server announces, but not more than 4 MB on its word.
    private func expectedBytes() -> Int {
        let announced = easy.size(CURLINFO_CONTENT_LENGTH_DOWNLOAD_T)
        let isCompressed = headers["Content-Encoding"] != nil
        return min(isCompressed ? announced * 6 : announced, 4 << 20, bodyLimit)
    }
}

extension HTTPHeaders.Field {
    /// Takes a header line apart; nil for the empty line and for what has no colon.
    init?(line: UnsafeRawBufferPointer) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        self.init(
            name: String(decoding: line[..<colon], as: UTF8.self),
            value: String(decoding: trimmed(line[(colon + 1)...]), as: UTF8.self)
        )
    }
}

/// The bytes without blanks and line breaks at both ends.
private func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
    guard let first = bytes.firstIndex(where: { $0 > 32 }),
        let last = bytes.lastIndex(where: { $0 > 32 })
    else { return bytes[bytes.endIndex...] }
    return bytes[first...last]
}
