import HTTPTypes
import HummingbirdCore
import NIOCore

/// Turns requests into answers, and lets faults happen on the way.
struct Responder: Sendable {
    let exchange: Exchange
    let dialects: [any VenueDialect]

    func respond(
        to request: Request,
        on channel: any Channel,
        with writer: consuming ResponseWriter
    ) async throws {
        let venueRequest = VenueRequest(
            method: request.method.rawValue,
            target: request.head.path ?? "/",
            headers: Responder.headers(of: request)
        )
        if venueRequest.path.hasPrefix("/control") {
            let body = try await request.body.collect(upTo: 1 << 20)
            let control = Control(exchange: exchange, dialects: dialects)
            let answer = control.answer(venueRequest, body: String(buffer: body))
            try await Delivery(answer, effects: [], coding: nil, now: exchange.clock.now)
                .send(with: writer, on: channel)
            return
        }
        try await respond(to: venueRequest, on: channel, with: writer)
    }

    private func respond(
        to request: VenueRequest,
        on channel: any Channel,
        with writer: consuming ResponseWriter
    ) async throws {
        if exchange.configuration.latency > .zero {
            try await Task.sleep(for: exchange.configuration.latency)
        }
        let (answer, effects) = answer(to: request)
        exchange.log.add(
            .init(
                path: request.path,
                query: request.loggedQuery,
                status: answer.status,
                keys: request.sentKeyHeaders
            )
        )
        let coding =
            exchange.configuration.compresses
            ? ContentCoding(accepting: request.header("accept-encoding")) : nil
        try await Delivery(answer, effects: effects, coding: coding, now: exchange.clock.now)
            .send(with: writer, on: channel)
    }

    /// Asks the venue the path belongs to; the effects left over concern the transport.
    private func answer(to request: VenueRequest) -> (Answer, [FaultEffect]) {
        guard request.method == "GET" else { return (.notFound, []) }
        for dialect in dialects {
            guard let subject = dialect.subject(of: request) else { continue }
            let effects = exchange.withFaults { $0.effects(on: subject) }
            let refusals = effects.compactMap { effect -> Refusal? in
                if case .refuse(let refusal) = effect { refusal } else { nil }
            }
            let rows = effects.compactMap { effect -> RowFault? in
                if case .rows(let fault) = effect { fault } else { nil }
            }
            let answer = dialect.answer(
                request,
                in: exchange,
                refusing: refusals.first,
                disturbing: rows
            )
            return (answer, effects)
        }
        return (.notFound, [])
    }

    private static func headers(of request: Request) -> [String: String] {
        var headers: [String: String] = [:]
        for field in request.headers {
            headers[field.name.canonicalName] = field.value
        }
        return headers
    }
}
