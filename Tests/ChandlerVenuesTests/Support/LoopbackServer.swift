import Foundation
import Glibc
import Synchronization

/// A small HTTP server on a loopback socket; a script writes each answer byte by byte.
final class LoopbackServer: Sendable {
    /// Receives path and query and the number of the request, from 1; returns raw bytes and
    /// whether the connection is closed after them.
    typealias Script = @Sendable (String, Int) -> (answer: String, closes: Bool)

    let port: UInt16
    private let listener: Int32
    private let script: Script
    private let requests = Mutex(0)

    init(_ script: @escaping Script) throws {
        self.script = script
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = self.listener
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, $0, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [self] in acceptAll() }
    }

    /// `http://127.0.0.1:<port>`.
    var url: String { "http://127.0.0.1:\(port)" }
    /// How many requests were read.
    var count: Int { requests.withLock { $0 } }

    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    /// A whole accepted answer.
    static func answer(_ body: String) -> String { answer(200, body) }

    /// A whole answer.
    static func answer(_ status: Int, headers: [String] = [], _ body: String) -> String {
        let head = ["HTTP/1.1 \(status) Words", "Content-Length: \(body.utf8.count)"] + headers
        return head.joined(separator: "\r\n") + "\r\n\r\n" + body
    }

    private func acceptAll() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { break }
            Thread.detachNewThread { [self] in
                serve(connection)
                close(connection)
            }
        }
        close(listener)
    }

    private func serve(_ connection: Int32) {
        var unread = ""
        while true {
            while !unread.contains("\r\n\r\n") {
                var buffer = [UInt8](repeating: 0, count: 4_096)
                let count = recv(connection, &buffer, buffer.count, 0)
                guard count > 0 else { return }
                unread += String(decoding: buffer[..<count], as: UTF8.self)
            }
            let target = unread.split(separator: " ").dropFirst().first.map(String.init) ?? ""
            unread = ""
            let number = requests.withLock { count in
                count += 1
                return count
            }
            let (answer, closes) = script(target, number)
            guard send(Array(answer.utf8), connection), !closes else { return }
        }
    }

    private func send(_ bytes: [UInt8], _ connection: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}
