import Testing

@testable import ChandlerPostgres

@Suite struct ConnectionComplaintTests {
    @Test func theCodeIsTakenOutOfTheVerboseForm() {
        let complaint = ConnectionComplaint(
            """
            connection to server on socket "/x" failed: FATAL:  28P01: password authentication \
            failed for user "u"
            LOCATION:  auth_failed, auth.c:335

            """
        )
        #expect(complaint.sqlState?.rawValue == "28P01")
        #expect(
            complaint.words == "connection to server on socket \"/x\" failed: FATAL: password "
                + "authentication failed for user \"u\""
        )
    }

    @Test func aFailureWithoutAServerHasNoCode() {
        let complaint = ConnectionComplaint("could not translate host name \"x\": no such host")
        #expect(complaint.sqlState == nil)
        #expect(complaint.words == "could not translate host name \"x\": no such host")
    }
}
