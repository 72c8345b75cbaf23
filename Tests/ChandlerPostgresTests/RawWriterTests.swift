import ChandlerPostgres
import Testing

@Suite struct RawWriterTests {
    @Test func everyWayOfAppendingKeepsTheOrder() {
        var writer = RawWriter(capacity: 0)
        let array: [UInt8] = [0x62]
        for _ in 0..<200 {
            writer.append(byte: 0x61)
            writer.append(utf8: array.span)
            writer.append(utf8: "cä" as StaticString)
            writer.append(utf8: String("d"))
            writer.append(upTo: 100) { room in
                room[0] = 0x65
                return 1
            }
        }
        let text = writer.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        #expect(text == String(repeating: "abcäde", count: 200))
        #expect(writer.count == 1400)
        writer.removeAll()
        #expect(writer.count == 0)
    }
}
