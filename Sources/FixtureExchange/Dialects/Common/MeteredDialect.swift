import Synchronization

/// A dialect that counts requests, and whose words come from a voice.
final class MeteredDialect<Voice: VenueVoice>: VenueDialect {
    private let meter: Mutex<WeightMeter>

    init(weightLimit: Int) {
        meter = Mutex(WeightMeter(limit: weightLimit))
    }

    func subject(of request: VenueRequest) -> RequestSubject? {
        Voice.endpoint(of: request).map { Voice.subject(of: $0, request) }
    }

    func answer(
        _ request: VenueRequest,
        in exchange: Exchange,
        refusing refusal: Refusal?,
        disturbing faults: [RowFault]
    ) -> Answer {
        guard let endpoint = Voice.endpoint(of: request) else { return .notFound }
        if let detour = Voice.detour(request) { return detour }
        let (verdict, state) = meter.withLock { meter in
            (meter.charge(Voice.weight(of: endpoint), at: .now), meter)
        }
        let call = DialectCall(
            request: request,
            exchange: exchange,
            faults: faults,
            meter: state,
            now: exchange.clock.now
        )
        if let refusal = refusal ?? verdict.asRefusal { return Voice.refuse(refusal, call) }
        do throws(Voice.Failure) {
            return Voice.finish(try Voice.answer(endpoint, to: call), call)
        } catch {
            return Voice.finish(Voice.tell(error, call), call)
        }
    }

    func setUsedWeight(_ used: Int) {
        meter.withLock { $0.set(used: used) }
    }
}

extension WeightMeter.Verdict {
    /// What the venue does with the request, or `nil` where it is admitted.
    var asRefusal: Refusal? {
        switch self {
        case .admitted: nil
        case .exhausted(let seconds): .tooManyRequests(seconds: seconds)
        case .banned(let seconds): .banned(seconds: seconds)
        }
    }
}
