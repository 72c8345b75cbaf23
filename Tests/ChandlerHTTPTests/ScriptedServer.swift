import Foundation
import Glibc
import Synchronization

/// An HTTP server on a loopback socket whose answers are written byte by byte by a script.
///
/// One thread accepts and one serves each connection, so that a script may block.
final class ScriptedServer: Sendable {
    typealias Script = @Sendable (Exchange) -> Void

    private struct State {
        var connections: [Int32] = []
        var requests = 0
        var running = 0
        var mostRunning = 0
        var isStopped = false
    }

    let port: UInt16
    private let listener: Int32
    private let script: Script
    private let state = Mutex(State())

    init(_ script: @escaping Script) throws {
        signal(SIGPIPE, SIG_IGN)
        self.script = script
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(listener, generic, length) == 0 && listen(listener, 512) == 0
                    && getsockname(listener, generic, &length) == 0
            }
        }
        guard bound else { throw POSIXError(.EADDRNOTAVAIL) }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [self] in acceptAll() }
    }

    /// `http://127.0.0.1:<port>`.
    var url: String { "http://127.0.0.1:\(port)" }
    /// Connections accepted so far.
    var connections: Int { state.withLock { $0.connections.count } }
    /// Requests read so far.
    var requests: Int { state.withLock { $0.requests } }
    /// The most requests that were being answered at a time.
    var mostRunning: Int { state.withLock { $0.mostRunning } }

    func stop() {
        let connections = state.withLock { state in
            state.isStopped = true
            return state.connections
        }
        shutdown(listener, Int32(SHUT_RDWR))
        connections.forEach { _ = shutdown($0, Int32(SHUT_RDWR)) }
    }

    private func acceptAll() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { break }
            let (number, isStopped) = state.withLock { state in
                state.connections.append(connection)
                return (state.connections.count, state.isStopped)
            }
            if isStopped { shutdown(connection, Int32(SHUT_RDWR)) }
            Thread.detachNewThread { [self] in serve(connection, number) }
        }
        close(listener)
    }

    /// Sockets stay open until the process ends, so that ``stop()`` never hits a reused number.
    private func serve(_ connection: Int32, _ number: Int) {
        var unread: [UInt8] = []
        while let head = readHead(connection, &unread) {
            let request = state.withLock { state in
                state.requests += 1
                state.running += 1
                state.mostRunning = max(state.mostRunning, state.running)
                return state.requests
            }
            var exchange = Exchange(
                head: head,
                connection: number,
                request: request,
                socket: connection
            )
            let length = exchange.header("Content-Length").flatMap { Int($0) } ?? 0
            exchange.body = readBody(connection, &unread, length)
            script(exchange)
            state.withLock { $0.running -= 1 }
        }
        shutdown(connection, Int32(SHUT_RDWR))
    }

    private func readBody(_ connection: Int32, _ unread: inout [UInt8], _ length: Int) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while unread.count < length {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            unread += buffer[..<count]
        }
        defer { unread.removeFirst(min(length, unread.count)) }
        return Array(unread.prefix(length))
    }

    private func readHead(_ connection: Int32, _ unread: inout [UInt8]) -> String? {
        let end = Array("\r\n\r\n".utf8)
        while true {
            if let place = unread.firstRange(of: end) {
                let head = String(decoding: unread[..<place.lowerBound], as: UTF8.self)
                unread.removeSubrange(..<place.upperBound)
                return head
            }
            var buffer = [UInt8](repeating: 0, count: 8_192)
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            unread += buffer[..<count]
        }
    }
}

/// One request at the server, and the means to answer it.
struct Exchange: Sendable {
    let head: String
    /// Counted from 1 over the server's life.
    let connection: Int
    /// Counted from 1 over the server's life.
    let request: Int
    let socket: Int32
    /// What the client sent behind the head.
    var body: [UInt8] = []

    /// GET, POST or PUT.
    var method: String { String(head.prefix { $0 != " " }) }

    /// Path and query.
    var target: String {
        let words = head.prefix { $0 != "\r\n" }.split(separator: " ")
        return words.count > 1 ? String(words[1]) : ""
    }

    func header(_ name: String) -> String? {
        for line in head.split(separator: "\r\n").dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0].lowercased() == name.lowercased() else { continue }
            return parts[1].trimmingCharacters(in: .whitespaces)
        }
        return nil
    }

    func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.send(
                    socket,
                    buffer.baseAddress.map { $0 + sent },
                    bytes.count - sent,
                    noSignal
                )
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    func send(_ text: String) {
        send(Array(text.utf8))
    }

    func respond(_ status: Int = 200, headers: [String] = [], body: [UInt8]) {
        let lines = ["HTTP/1.1 \(status) Words", "Content-Length: \(body.count)"] + headers
        send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body)
    }

    func respond(_ status: Int = 200, headers: [String] = [], _ body: String = "") {
        respond(status, headers: headers, body: Array(body.utf8))
    }

    private var noSignal: Int32 { Int32(MSG_NOSIGNAL) }

    /// Ends the connection.
    func cut() {
        shutdown(socket, Int32(SHUT_RDWR))
    }

    /// Blocks until the client has closed the connection.
    func waitForClientToLeave() {
        var byte: UInt8 = 0
        while recv(socket, &byte, 1, 0) > 0 {}
    }
}
