import Testing

@testable import ChandlerWarehouse

struct ScramVerifierTests {
    /// The example of RFC 7677, section 3; its proof and signature follow from these keys.
    @Test func theExampleOfTheStandardComesOut() throws {
        let salt: [UInt8] = [
            0x5B, 0x6D, 0x99, 0x68, 0x9D, 0x12, 0x35, 0x8E, 0xEC, 0xA0, 0x4B, 0x14, 0x12, 0x36,
            0xFA, 0x81,
        ]
        #expect(Base64.standard.encode(salt) == "W22ZaJ0SNY7soEsUEjb6gQ==")
        let verifier = ScramVerifier(password: "pencil", salt: salt)
        #expect(
            verifier.text == "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ=="
                + "$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="
                + ":wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="
        )
    }

    /// Cases 1 and 6 of RFC 4231.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0B, count: 20), "Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            [UInt8](repeating: 0xAA, count: 131),
            "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ])
    func theKeyedDigestIsRight(key: [UInt8], message: String, expected: String) {
        let digest = ScramVerifier.hmac(key, Array(message.utf8))
        let digits = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(digits == expected)
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
    func bytesBecomeText(text: String, expected: String) {
        #expect(Base64.standard.encode(Array(text.utf8)) == expected)
        #expect(Base64.url.encode(Array(text.utf8)) == expected.filter { $0 != "=" })
        #expect(Base64.url.encode([0xFB, 0xFF]) == "-_8")
    }

    @Test func passwordsAreLongHarmlessAndNeverTwiceTheSame() {
        let all = (0..<200).map { _ in StrongPassword() }
        #expect(Set(all.map(\.revealed)).count == 200)
        for password in all {
            #expect(password.revealed.count == 43)
            #expect(
                password.revealed.allSatisfy {
                    $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0))
                }
            )
        }
    }

    @Test func aPasswordDoesNotShowItself() {
        let password = StrongPassword()
        var dumped = ""
        dump(password, to: &dumped)
        for text in ["\(password)", String(reflecting: password), dumped] {
            #expect(!text.contains(password.revealed))
        }
        #expect(ScramVerifier(password).text != ScramVerifier(password).text)
    }
}
