import ChandlerCore
import ChandlerHTTP
import Testing

@testable import ChandlerVenues

@Suite struct ArchiveChecksumTests {
    @Test(
        arguments: [
            ("", "d41d8cd98f00b204e9800998ecf8427e"),
            ("a", "0cc175b9c0f1b6a831c399e269772661"),
            ("abc", "900150983cd24fb0d6963f7d28e17f72"),
            ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
            (
                "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
                "57edf4a22be3c955ac49da2e2107b67a"
            ),
        ]
    )
    func md5IsThatOfItsStandard(text: String, digest: String) {
        #expect(MD5.hex(of: text) == digest)
    }

    private static let digits = String(repeating: "0aB9", count: 16)

    @Test func checksumFileIsRead() {
        let name = "BTCUSDT-1m-2024-03.zip"
        for text in ["\(Self.digits)  \(name)\n", "\(Self.digits) *\(name)"] {
            let sum = ArchiveChecksum(HTTPBody(text: text), of: name)
            #expect(sum?.sha256 == Self.digits.lowercased())
        }
    }

    @Test(
        arguments: [
            "", "\n", "<html></html>", "\(digits)", "\(digits)  other.zip", "x\(digits)  f.zip",
            "\(digits)  f.zip\n\(digits)  g.zip", "\(digits)  f.zip f.zip",
            String(repeating: "0", count: 2_000),
        ]
    )
    func otherTextIsNoChecksum(text: String) {
        #expect(ArchiveChecksum(HTTPBody(text: text), of: "f.zip") == nil)
    }

    @Test func listingTellsSizesAndFingerprints() throws {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>x</Name>\
            <IsTruncated>true</IsTruncated><Contents><Key>a/b.zip</Key>\
            <ETag>&quot;AB12&quot;</ETag><Size>17</Size><Owner><ID>1</ID></Owner></Contents>\
            <Contents><Key>a/b.zip.CHECKSUM</Key><ETag>"ff-2"</ETag><Size>0</Size></Contents>\
            </ListBucketResult>
            """
        let listing = try ArchiveListing(HTTPBody(text: text))
        #expect(listing.entries["a/b.zip"] == .init(size: 17, fingerprint: "ab12"))
        #expect(listing.entries["a/b.zip.CHECKSUM"] == .init(size: 0, fingerprint: "ff-2"))
        #expect(listing.marker == "a/b.zip.CHECKSUM")
        let end = text.replacing("<IsTruncated>true", with: "<IsTruncated>false")
        #expect(try ArchiveListing(HTTPBody(text: end)).marker == nil)
    }

    @Test(
        arguments: [
            "", "<html>", "<ListBucketResult>",
            "<ListBucketResult><Contents><Key>a</Key></Contents></ListBucketResult>",
            "<ListBucketResult><Contents><Key>a</Key><ETag>b</ETag><Size>x</Size></Contents>"
                + "</ListBucketResult>",
        ]
    )
    func otherTextIsNoListing(text: String) {
        #expect(throws: ArchiveFault.self) { try ArchiveListing(HTTPBody(text: text)) }
    }

    @Test func namesAreThoseOfTheArchive() throws {
        let file = try archiveFile(2024, 3, .month)
        #expect(file.name == "BTCUSDT-1mo-2024-03.zip")
        #expect(file.prefix == "data/spot/monthly/klines/BTCUSDT/1mo/")
        #expect(file.memberName == "BTCUSDT-1mo-2024-03.csv")
    }
}
