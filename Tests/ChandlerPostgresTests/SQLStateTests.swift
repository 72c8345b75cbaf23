import ChandlerPostgres
import Testing

@Suite struct SQLStateTests {
    @Test(arguments: [
        ("23505", "unique_violation"), ("57P01", "admin_shutdown"), ("53100", "disk_full"),
        ("28P01", "invalid_password"), ("00000", "successful_completion"),
        ("XX001", "data_corrupted"), ("22003", "numeric_value_out_of_range"),
    ])
    func namesAreThoseOfPostgreSQL(code: String, name: String) {
        let state = SQLState(rawValue: code)
        #expect(state.conditionName == name)
        #expect(state.description == "\(code) \(name)")
    }

    @Test func anUnknownCodeIsKept() {
        let state = SQLState(rawValue: "ZZ999")
        #expect(state.conditionName == nil)
        #expect(state.description == "ZZ999")
        #expect(state.errorClass == "ZZ")
    }
}
