import ChandlerDigest
import Testing

/// The vectors of FIPS 180-4's examples and of NIST's SHAVS.
@Suite struct SHA256Tests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmn"
                + "opqrlmnopqrsmnopqrstnopqrstu",
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
        ),
    ])
    func textsHaveTheDigestsOfTheStandard(text: String, digest: String) {
        #expect(SHA256.hex(of: text) == digest)
    }

    @Test(arguments: [1, 7, 63, 64, 65, 1_000])
    func aMillionLettersInPiecesHaveTheStandardsDigest(size: Int) {
        var digest = SHA256()
        let piece = String(repeating: "a", count: size)
        for _ in 0..<(1_000_000 / size) { digest.update(piece) }
        digest.update(String(repeating: "a", count: 1_000_000 % size))
        let hex = digest.finishHex()
        #expect(hex == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func bytesAndTextsCountTheSame() {
        var digest = SHA256()
        Array("ab".utf8).withUnsafeBytes { digest.update($0) }
        digest.update(UnsafeRawBufferPointer(start: nil, count: 0))
        digest.update("c")
        #expect(digest.finishHex() == SHA256.hex(of: "abc"))
    }
}
