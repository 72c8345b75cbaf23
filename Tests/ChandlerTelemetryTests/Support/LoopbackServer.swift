import ChandlerHTTP
import ChandlerTelemetry
import Foundation
import Glibc
import Synchronization
import TestSupport

/// An HTTP server on a loopback socket that keeps what it was sent; one answer a connection.
final class LoopbackServer: Sendable {
    /// One request as it came.
    struct Request: Sendable {
        let head: String
        let body: String

        var line: String { String(head.prefix { $0 != "\r\n" }) }

        func header(_ name: String) -> String? {
            for line in head.split(separator: "\r\n").dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1)
                guard parts.count == 2, parts[0].lowercased() == name.lowercased() else { continue }
                return parts[1].trimmingCharacters(in: .whitespaces)
            }
            return nil
        }
    }

    /// What becomes of a request.
    enum Answer: Sendable {
        case status(Int, String = "", headers: [String] = [])
        /// The connection is cut.
        case nothing
        /// No answer comes while the server lives.
        case silence
    }

    let port: UInt16
    private let listener: Int32
    private let answer: @Sendable (Int) -> Answer
    private let held = Mutex<(requests: [Request], silent: [Int32])>(([], []))

    /// Starts a server; requests are counted from 1.
    init(_ answer: @escaping @Sendable (Int) -> Answer) throws {
        signal(SIGPIPE, SIG_IGN)
        self.answer = answer
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(listener, generic, length) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, generic, &length) == 0
            }
        }
        guard isBound else { throw TestFailure("no loopback socket: \(errno)") }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [self] in acceptAll() }
    }

    var url: String { "http://127.0.0.1:\(port)" }

    var requests: [Request] { held.withLock { $0.requests } }

    /// Ends the server and the connections that wait.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        held.withLock { held in
            for connection in held.silent { shutdown(connection, Int32(SHUT_RDWR)) }
        }
    }

    private func acceptAll() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { break }
            serve(connection)
        }
        close(listener)
    }

    private func serve(_ connection: Int32) {
        guard let request = read(connection) else {
            close(connection)
            return
        }
        let number = held.withLock { held in
            held.requests.append(request)
            return held.requests.count
        }
        switch answer(number) {
        case .silence:
            held.withLock { $0.silent.append(connection) }
        case .nothing:
            close(connection)
        case .status(let status, let body, let headers):
            let lines =
                ["HTTP/1.1 \(status) Words", "Content-Length: \(body.utf8.count)"]
                + ["Connection: close"] + headers
            let bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
            _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            close(connection)
        }
    }

    private func read(_ connection: Int32) -> Request? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
            guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { continue }
            let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
            let length = Request(head: head, body: "").header("Content-Length")
            let body = bytes[end.upperBound...]
            guard body.count >= length.flatMap({ Int($0) }) ?? 0 else { continue }
            return Request(head: head, body: String(decoding: body, as: UTF8.self))
        }
    }
}

/// Runs `body` with a client and closes it.
func withClient<Value: Sendable>(
    _ body: (HTTPClient) async throws -> Value
) async throws -> Value {
    let client = try HTTPClient(HTTPClientOptions(userAgent: "test", environment: { _ in nil }))
    do {
        let value = try await body(client)
        await client.close()
        return value
    } catch {
        await client.close()
        throw error
    }
}

/// The error of a delivery; `nil` where there was none.
func failure(_ body: () async throws(TelemetryError) -> Void) async -> TelemetryError? {
    do throws(TelemetryError) {
        try await body()
        return nil
    } catch {
        return error
    }
}
