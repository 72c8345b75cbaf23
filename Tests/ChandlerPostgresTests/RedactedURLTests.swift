import ChandlerPostgres
import Testing

@Suite struct RedactedURLTests {
    @Test(arguments: [
        ("postgresql://u:hunter2@h:5432/db", "postgresql://u:***@h:5432/db"),
        ("postgres://u@h/db", "postgres://u@h/db"),
        ("postgres://h:5432/db?sslmode=require", "postgres://h:5432/db?sslmode=require"),
        ("postgres://h1:5432,h2:5433/db", "postgres://h1:5432,h2:5433/db"),
        ("postgres://[::1]:5432/db", "postgres://[::1]:5432/db"),
        (
            "postgres://h/db?user=u&password=hunter2&x=1",
            "postgres://h/db?user=u&password=***&x=***"
        ),
        ("postgres://h/db?p%61ssword=hunter2", "postgres://h/db?p%61ssword=***"),
        ("postgres://h/db?sslpassword=hunter2", "postgres://h/db?sslpassword=***"),
        ("postgres://u:hunter2", "postgres://u:***"),
        ("host=h password=hunter2", "host=h password=***"),
        ("host=h PASSWORD = 'hunter2 x' dbname=d", "host=h PASSWORD=***"),
        ("host=h user=u", "host=h user=u"), ("host=h pasword=hunter2", "host=h pasword=***"),
        ("postgres://h/db?pasword=hunter2", "postgres://h/db?pasword=***"),
    ])
    func showsWhatIsHarmless(text: String, shown: String) {
        #expect(RedactedURL(text).description == shown)
    }

    @Test(arguments: [
        "postgresql://u:hunter2@h/db", "postgresql://u:hunter2/x@h/db",
        "postgresql://u:a@hunter2@h/db", "postgresql://u:a:hunter2@h/db",
        "postgresql://u:a?hunter2@h/db", "postgresql://u:a#hunter2@h/db",
        "postgresql://u:%zzhunter2@h/db", "postgresql://u:hunter2%40@h/db",
        "postgresql:/u:hunter2@h/db", "postgres:u:hunter2@h/db", "u:hunter2@h/db",
        "postgresql://u:hunter2", "postgresql://u:a hunter2@h/db",
        "postgresql://h/db?password=hunter2", "postgresql://h/db?passwor%64=hunter2",
        "postgresql://h/db?%zz=hunter2", "postgresql://h/db?PassWord=hunter2",
        "host=h password=a hunter2 dbname=d", "host=h password = 'a'' hunter2'",
        "host=İ password=hunter2", "host=h sslpassword=hunter2", "password=hunter2",
        "mysql://u:hunter2@h/db", "postgresql://u:p@h,u:hunter2@h/db",
    ])
    func neverShowsAPassword(text: String) {
        #expect(!RedactedURL(text).description.contains("hunter2"))
        #expect(RedactedURL(text).description.contains("***"))
    }
}
