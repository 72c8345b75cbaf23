import Testing

@testable import ChandlerPostgres

@Suite struct RedactionTests {
    @Test(arguments: [
        ("CREATE ROLE x LOGIN PASSWORD 'hunter2'", "CREATE ROLE x LOGIN PASSWORD ***"),
        ("ALTER ROLE x PASSWORD E'a\\'hunter2' VALID", "ALTER ROLE x PASSWORD *** VALID"),
        ("ALTER ROLE x PASSWORD 'a''hunter2' VALID", "ALTER ROLE x PASSWORD *** VALID"),
        ("ALTER ROLE x PASSWORD $q$hunter2$q$ VALID", "ALTER ROLE x PASSWORD *** VALID"),
        ("try password=hunter2 now", "try password=*** now"),
        ("try password = 'hunter2' now", "try password = *** now"),
        (
            "cannot open \"postgres://u:hunter2@h/db\" today",
            "cannot open \"postgres://u:***@h/db\" today"
        ),
    ])
    func scrubsPasswords(text: String, scrubbed: String) {
        #expect(Redaction.scrub(text) == scrubbed)
    }

    @Test(arguments: [
        "password authentication failed for user \"chandler\"", "no password supplied",
        "relation \"candle\" does not exist", "it is 12:30 @ the server", "https://example.org/x",
        "the password is wrong",
    ])
    func leavesOtherTextAlone(text: String) {
        #expect(Redaction.scrub(text) == text)
    }

    @Test func anUnclosedLiteralIsHiddenToTheEnd() {
        #expect(Redaction.scrub("PASSWORD 'hunter2 and more") == "PASSWORD ***")
        #expect(Redaction.scrub("PASSWORD $x$hunter2") == "PASSWORD ***")
        #expect(Redaction.scrub("PASSWORD 'hunter2\\") == "PASSWORD ***")
    }

    @Test func everyTextOfAnErrorIsScrubbed() {
        let error = PostgresError(
            code: .other,
            message: "open postgres://u:hunter2@h/db",
            statement: "ALTER ROLE x PASSWORD 'hunter2'",
            hint: "password=hunter2"
        )
        var dumped = ""
        dump(error, to: &dumped)
        for text in [error.description, String(reflecting: error), dumped, "\(error)"] {
            #expect(!text.contains("hunter2"))
        }
    }

    @Test func quotedPartsCanBeHidden() {
        #expect(
            Redaction.hideQuotedParts("missing \"=\" after \"hunter2\" in")
                == "missing \"=\" after \"***\" in"
        )
        #expect(Redaction.hideQuotedParts("open \"hunter2") == "open \"***\"".dropLast() + "")
    }
}
