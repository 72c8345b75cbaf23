import CZlib
import Foundation
import TestSupport

/// The pixels of a PNG with 8 bits a channel, as browsers write them.
struct Screenshot {
    /// A colour as a style sheet has it, such as `#1b2430`.
    struct Pixel: Hashable, CustomStringConvertible {
        let red: UInt8
        let green: UInt8
        let blue: UInt8

        var description: String {
            "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }

        /// How bright it is, from 0 to 1, as WCAG 2 has it.
        var luminance: Double {
            func linear(_ channel: UInt8) -> Double {
                let value = Double(channel) / 255
                return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
            }
            return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
        }
    }

    let width: Int
    let height: Int
    private let bytes: [UInt8]
    private let channels: Int

    init(png: Data) throws {
        let file = [UInt8](png)
        guard file.starts(with: [0x89, 0x50, 0x4E, 0x47]) else { throw TestFailure("no PNG") }
        var packed: [UInt8] = []
        var size = (0, 0)
        var kind: UInt8 = 0
        var position = 8
        func number(_ at: Int) -> Int { file[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
        while position + 12 <= file.count {
            let length = number(position)
            let name = String(decoding: file[position + 4..<position + 8], as: UTF8.self)
            let body = position + 8
            if name == "IHDR" {
                size = (number(body), number(body + 4))
                kind = file[body + 9]
                guard file[body + 8] == 8, file[body + 12] == 0 else {
                    throw TestFailure("a PNG of another form")
                }
            }
            if name == "IDAT" { packed += file[body..<body + length] }
            position = body + length + 4
        }
        guard kind == 2 || kind == 6 else { throw TestFailure("a PNG of colour type \(kind)") }
        width = size.0
        height = size.1
        channels = kind == 2 ? 3 : 4
        bytes = try Self.unfiltered(
            try Self.inflated(packed, (width * channels + 1) * height),
            stride: width * channels,
            channels: channels
        )
    }

    /// The colour at a place.
    func pixel(_ x: Int, _ y: Int) throws -> Pixel {
        guard (0..<width).contains(x), (0..<height).contains(y) else {
            throw TestFailure("(\(x), \(y)) is outside of \(width) x \(height)")
        }
        let at = (y * width + x) * channels
        return Pixel(red: bytes[at], green: bytes[at + 1], blue: bytes[at + 2])
    }

    /// How often each colour occurs in a part.
    func colors(x: Range<Int>, y: Range<Int>) throws -> [Pixel: Int] {
        var counts: [Pixel: Int] = [:]
        for row in y { for column in x { counts[try pixel(column, row), default: 0] += 1 } }
        return counts
    }

    private static func inflated(_ packed: [UInt8], _ count: Int) throws -> [UInt8] {
        var result = [UInt8](repeating: 0, count: count)
        var length = uLongf(count)
        guard uncompress(&result, &length, packed, uLong(packed.count)) == Z_OK, length == count
        else { throw TestFailure("the PNG's data are not whole") }
        return result
    }

    private static func unfiltered(
        _ data: [UInt8],
        stride: Int,
        channels: Int
    ) throws -> [UInt8] {
        var result = [UInt8](repeating: 0, count: data.count / (stride + 1) * stride)
        try data.withUnsafeBufferPointer { data in
            try result.withUnsafeMutableBufferPointer { result in
                for row in 0..<data.count / (stride + 1) {
                    let filter = data[row * (stride + 1)]
                    for column in 0..<stride {
                        let at = row * stride + column
                        let left = column >= channels ? Int(result[at - channels]) : 0
                        let up = row > 0 ? Int(result[at - stride]) : 0
                        let corner =
                            row > 0 && column >= channels ? Int(result[at - stride - channels]) : 0
                        let guess: Int
                        switch filter {
                        case 0: guess = 0
                        case 1: guess = left
                        case 2: guess = up
                        case 3: guess = (left + up) / 2
                        case 4: guess = paeth(left, up, corner)
                        default: throw TestFailure("a PNG with filter \(filter)")
                        }
                        result[at] = data[row * (stride + 1) + 1 + column] &+ UInt8(guess & 0xFF)
                    }
                }
            }
        }
        return result
    }

    private static func paeth(_ left: Int, _ up: Int, _ corner: Int) -> Int {
        let guess = left + up - corner
        let distances = (abs(guess - left), abs(guess - up), abs(guess - corner))
        if distances.0 <= distances.1, distances.0 <= distances.2 { return left }
        return distances.1 <= distances.2 ? up : corner
    }
}
