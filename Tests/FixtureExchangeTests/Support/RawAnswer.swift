import CZlib

/// An answer as it came over the socket.
struct RawAnswer: Sendable {
    let status: Int
    /// By lower-case name.
    let headers: [String: String]
    var body: [UInt8] = []
    /// Whether as many bytes came as `Content-Length` promised.
    var isWhole = false

    init(head: String) throws {
        let lines = head.split(separator: "\r\n")
        guard let first = lines.first?.split(separator: " "), first.count >= 2,
            let status = Int(first[1])
        else { throw RawError(text: "no status in \(head)") }
        self.status = status
        headers = lines.dropFirst().reduce(into: [:]) { headers, line in
            let sides = line.split(separator: ":", maxSplits: 1)
            if sides.count == 2 {
                headers[sides[0].lowercased()] = String(sides[1].drop { $0 == " " })
            }
        }
    }

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The rows of an array of arrays, each as the texts between its commas.
    var rows: [[String]] {
        guard text.hasPrefix("[["), text.hasSuffix("]]") else { return [] }
        var rows: [[String]] = []
        for row in text.dropFirst(2).dropLast(2).split(separator: "]") {
            rows.append(row.drop { $0 == "," || $0 == "[" }.split(separator: ",").map(String.init))
        }
        return rows
    }

    var openTimes: [Int] { rows.compactMap { Int($0[0]) } }

    /// The body without its gzip or zlib wrapper, or `nil` where it is cut or is neither.
    var inflated: [UInt8]? {
        var stream = z_stream()
        // 15 window bits, +32: gzip or zlib, whichever it is.
        inflateInit2_(&stream, 47, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        defer { inflateEnd(&stream) }
        var output = [UInt8](repeating: 0, count: 1 << 22)
        var input = body
        let status = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                return inflate(&stream, Z_FINISH)
            }
        }
        return status == Z_STREAM_END ? Array(output.prefix(Int(stream.total_out))) : nil
    }

    static func headEnd(in bytes: [UInt8]) -> Int? {
        let mark = Array("\r\n\r\n".utf8)
        guard bytes.count >= mark.count else { return nil }
        return (0...(bytes.count - mark.count)).first { Array(bytes[$0..<($0 + 4)]) == mark }
    }
}
