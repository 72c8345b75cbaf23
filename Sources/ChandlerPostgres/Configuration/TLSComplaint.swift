/// Why TLS kept a connection from standing, so that a certificate's fault is not taken for a server
/// that is not there.
///
/// libpq has no codes for these: they are known by the words of libpq and OpenSSL, which are not
/// translated unless a program asks for it. Words that are not known leave the general hint.
///
/// **Source:** libpq's `fe-secure-openssl.c`, `fe-secure-common.c` and `fe-connect.c`, versions 14 to
/// 18.
enum TLSComplaint: CaseIterable {
    /// No chain leads from the server's certificate to an authority of ours, or its time is over.
    case untrusted
    /// The certificate is for another host.
    case otherHost
    /// The authority's certificate is not there or cannot be read.
    case noAuthority
    /// The server speaks no TLS.
    case notOffered

    /// Recognises libpq's words.
    init?(_ words: String) {
        let known = Self.allCases.first { complaint in
            complaint.marks.contains { words.firstRange(of: $0) != nil }
        }
        guard let known else { return nil }
        self = known
    }

    private var marks: [String] {
        switch self {
        case .untrusted: ["certificate verify failed"]
        case .otherHost:
            [
                "does not match host name", "could not get server's host name",
                "host name must be specified for a verified SSL connection",
            ]
        case .noAuthority:
            ["root certificate file \"", "could not load system root certificate"]
        case .notOffered: ["server does not support SSL"]
        }
    }

    /// The code that goes with it.
    var code: PostgresError.Code {
        self == .noAuthority ? .invalidConfiguration : .connectionFailed
    }

    /// What a person can do.
    var hint: String {
        switch self {
        case .untrusted:
            "the server answers, but its certificate is not trusted: it is not from an authority in "
                + "sslrootcert, or it or the authority's has expired; \"openssl s_client -starttls "
                + "postgres -connect HOST:PORT -CAfile ROOT.crt\" says which"
        case .otherHost:
            "the server answers, but sslmode=verify-full wants a certificate for the host name "
                + "that was asked for: connect by a name in the certificate, with hostaddr for "
                + "another address, or give the server a certificate with this name"
        case .noAuthority:
            "nothing was sent: put the certificate of the authority that signed the server's into a "
                + "file, and name it by sslrootcert or PGSSLROOTCERT; checking less than "
                + "verify-full lets others pose as the server"
        case .notOffered:
            "the server answers, but offers no TLS, and sslmode asks for it: set ssl, "
                + "ssl_cert_file and ssl_key_file on the server"
        }
    }
}
