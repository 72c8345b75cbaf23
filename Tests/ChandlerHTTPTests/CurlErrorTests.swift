import CLibcurl
import Testing

@testable import ChandlerHTTP

@Suite struct CurlErrorTests {
    @Test(arguments: [
        (6, HTTPError.Code.couldNotResolve, true), (5, .couldNotResolve, true),
        (7, .couldNotConnect, true), (28, .timedOut, true), (60, .tls, false), (77, .tls, false),
        (35, .tlsHandshake, true), (18, .cutConnection, true), (52, .cutConnection, true),
        (55, .cutConnection, true), (56, .cutConnection, true), (92, .cutConnection, true),
        (16, .cutConnection, true), (63, .tooLarge, false), (47, .tooManyRedirects, false),
        (3, .badURL, false), (1, .badURL, false), (61, .decoding, true), (42, .cancelled, false),
        (27, .other, false), (9_999, .other, false),
    ])
    func codeAndRetryingFollowTheCURLcode(
        _ number: UInt32,
        _ code: HTTPError.Code,
        _ isRetryable: Bool
    ) {
        let error = HTTPError(
            CurlError(CURLcode(rawValue: number), detail: "in detail"),
            request: HTTPRequest(url: "https://h/x?signature=geheim")
        )
        #expect(error.code == code)
        #expect(error.isRetryable == isRetryable)
        #expect(error.context.curlCode == Int(number))
        #expect(error.message.contains("CURLcode \(number), "))
        #expect(error.message.contains(": in detail"))
        #expect(!error.message.contains("geheim"))
    }

}
