import ChandlerCore
import ChandlerHTTP

/// What the requests to one aggregator are sent through.
///
/// The only place where aggregators get their network from; sources of one host that share a network
/// share its limit as well.
struct AggregatorConnection: Sendable {
    let profile: AggregatorProfile
    let options: VenueOptions
    let network: HTTPNetwork
    let seed: UInt64

    /// Connects over the network of the options, or one of its own; nothing is fetched yet.
    ///
    /// - Throws: ``VenueError`` where the HTTP client cannot be started.
    init(_ profile: AggregatorProfile, _ options: VenueOptions) throws(VenueError) {
        do throws(HTTPError) {
            self.init(profile, options, network: try options.openNetwork())
        } catch {
            throw VenueError("open \(profile.name)", error)
        }
    }

    /// Connects over a network.
    init(
        _ profile: AggregatorProfile,
        _ options: VenueOptions,
        network: HTTPNetwork,
        seed: UInt64 = .random(in: .min ... .max)
    ) {
        self.profile = profile
        self.options = options
        self.network = network
        self.seed = seed
    }

    /// The runner of this connection's requests.
    ///
    /// - Parameter noting: Sees every answer.
    /// - Returns: The runner.
    func runner(noting: @escaping @Sendable (HTTPResponse) -> Void) -> RequestRunner {
        let profile = profile
        let clock = network.clock
        let hosts = [options.baseURL ?? profile.host]
        return RequestRunner(
            transport: network.transport,
            options: RequestRunner.Options(
                baseURLs: hosts,
                retries: RetryPolicy(
                    rateLimitPause: profile.limitPause,
                    patience: options.patience
                )
            ),
            limiter: network.limiter(for: hosts, profile.limit, chosen: options.limit),
            clock: clock,
            seed: seed,
            classify: { response in
                noting(response)
                return profile.verdict(response, unixSeconds: clock.unixSeconds)
            }
        )
    }
}

extension AggregatorProfile {
    /// What an answer asks of the runner.
    fileprivate func verdict(_ response: HTTPResponse, unixSeconds: Int64) -> ResponseVerdict {
        // What is asked for is long, errors are short.
        let isLong = response.status.isSuccess && response.body.count > 4_096
        let found = isLong ? nil : refusal(response)
        let verdict =
            found?.verdict(response, unixSeconds: unixSeconds)
            ?? ResponseVerdict.byStatus(response, unixSeconds: unixSeconds)
        // A pause of nothing is of no use; the runner then guesses one that doubles.
        if case .rateLimited(let reason, .some(.zero)) = verdict {
            return .rateLimited(reason: reason, pause: nil)
        }
        return verdict
    }
}
