import ChandlerPostgres
import Testing

@testable import ChandlerStore

@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct JSONScanTests {
    @Test(arguments: [
        "{}", " {\n} ", #"{"a":1}"#, #"{"a":[],"b":{},"c":[{"d":[null,true,false]}]}"#,
        #"{"a":-0.5e-12,"b":1E+9,"c":0,"d":10.25}"#, #"{"":"\"\\\/\b\f\n\r\t\u00e4"}"#,
        #"{"a":"\ud83d\ude00 😀 \\u0000 \\ud800"}"#,
    ])
    func whatJSONBHoldsPasses(text: String) {
        #expect(JSONScan.obstacle(in: text) == nil)
    }

    private static let refused: [(String, JSONScan.Obstacle)] = [
        ("", .notAnObject), ("null", .notAnObject), ("[1]", .notAnObject),
        ("{", .notAnObject), ("{}}", .notAnObject), ("{} {}", .notAnObject),
        (#"{"a":1,}"#, .notAnObject), (#"{"a" 1}"#, .notAnObject), (#"{a:1}"#, .notAnObject),
        (#"{"a":01}"#, .notAnObject), (#"{"a":1.}"#, .notAnObject), (#"{"a":.5}"#, .notAnObject),
        (#"{"a":+1}"#, .notAnObject), (#"{"a":NaN}"#, .notAnObject), (#"{"a":1e}"#, .notAnObject),
        (#"{"a":"\x"}"#, .notAnObject), (#"{"a":"\u12"}"#, .notAnObject),
        ("{\"a\":\"\n\"}", .notAnObject), ("{\"a\":\"\0\"}", .nul), ("{}\0", .notAnObject),
        (#"{"a":"\u0000"}"#, .nul), (#"{"\u0000":1}"#, .nul),
        (#"{"a":"\ud800"}"#, .loneSurrogate), (#"{"a":"\udc00"}"#, .loneSurrogate),
        (#"{"a":"\ud800\ud800"}"#, .loneSurrogate), (#"{"a":"\ud800x"}"#, .loneSurrogate),
        (#"{"a":1e999999999999999999999}"#, .hugeNumber), (#"{"a":1e-500}"#, .hugeNumber),
        ("{\"a\":\(digits)}", .hugeNumber),
        ("{\"a\":\(brackets)}", .tooDeep),
    ]

    private static let digits = String(repeating: "9", count: 500)
    private static let brackets =
        String(repeating: "[", count: 300) + String(repeating: "]", count: 300)

    @Test(arguments: refused)
    func whatJSONBDoesNotHoldIsNamed(text: String, obstacle: JSONScan.Obstacle) {
        #expect(JSONScan.obstacle(in: text) == obstacle)
    }

    @Test func theServerTakesWhateverPasses() async throws {
        let connection = try PostgresConnection(try await TestCluster.emptyDatabase())
        let seed = UInt64.random(in: 0 ... .max)
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let base = Array(
            #"{"a":[1,-2.5e3,"x\u00e4\ud83d\ude00\\"],"b":{"c":null,"d":true},"e":"\n\u0041"}"#.utf8
        )
        let spare = Array(#"{}[]",:\u0dD8e+-.1 n"#.utf8)
        var passed = 0
        for _ in 0..<40_000 {
            var bytes = base
            for _ in 0..<generator.int(1...3) {
                let place = generator.int(0...bytes.count - 1)
                switch generator.int(0...2) {
                case 0: bytes[place] = generator.pick(spare)
                case 1: bytes.insert(generator.pick(spare), at: place)
                default: bytes.remove(at: place)
                }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            guard JSONScan.obstacle(in: text) == nil else { continue }
            passed += 1
            let kind = try connection.query("SELECT jsonb_typeof($1::jsonb)", [.text(text)])
            #expect(try kind.firstRow().text(0) == "object", "\(text)")
        }
        #expect(passed > 1_000)
    }
}
