import ArgumentParser
import ChandlerCore
import ChandlerDatasets
import ChandlerHTTP
import ChandlerIndicators
import ChandlerPipeline
import ChandlerPipelineFiles
import ChandlerPostgres
import ChandlerScheduling
import ChandlerStore
import ChandlerVenues
import ChandlerWarehouse
import Foundation

/// The exit codes of the program, those of sysexits.h.
enum Exit: Int32 {
    case usage = 64
    case badData = 65
    case unreachable = 69
    case software = 70
    case cannotWrite = 73
    case tryLater = 75
    case noPermission = 77
    case configuration = 78
    case interrupted = 130
}

/// A fault that a command found itself, with the code it ends with.
struct CommandFailure: Error, CustomStringConvertible {
    let exit: Exit
    let message: String
    /// Whether the message was shown already, as part of a summary or a JSON document.
    var isShown = false

    var description: String { message }
}

/// A failure, for programs.
private struct FailureDocument: Encodable {
    let status: String
    let exitCode: Int32
    let error: String
}

/// The one place that turns errors into words and exit codes.
enum Failure {
    /// Shows an error on standard error and returns the code to end with.
    static func report(_ error: any Error) -> Int32 {
        guard let exit = exit(of: error) else { endParsing(error) }
        if (error as? CommandFailure)?.isShown != true { Console.error(words(error)) }
        printDocument(
            exit.rawValue,
            words(error),
            status: isInterruption(error) ? .interrupted : .failed
        )
        return exit.rawValue
    }

    /// Ends the program with what the argument parser has to say: help, version or a usage fault.
    static func endParsing(_ error: any Error) -> Never {
        let code = Chandler.exitCode(for: error).rawValue
        if code != 0 {
            printDocument(code, Chandler.message(for: error))
            // Whoever reads JSON lines gets the fault as one; the usage text is for people.
            if Console.logFormat == .json {
                Console.error(Chandler.message(for: error))
                Foundation.exit(code)
            }
        }
        Chandler.exit(withError: error)
    }

    /// With `--json`, programs are told of a failure on standard output too.
    private static func printDocument(
        _ code: Int32,
        _ message: String,
        status: RunStatus = .failed
    ) {
        guard CommandLine.arguments.contains("--json"), !Console.hasPrintedJSON else { return }
        let document = FailureDocument(status: status.rawValue, exitCode: code, error: message)
        try? Console.printJSON(document)
    }

    /// An error as the end of a run.
    static func run(_ error: any Error) -> RunFailure {
        (exit(of: error) ?? .software, words(error))
    }

    /// The words for an error.
    static func words(_ error: any Error) -> String {
        if isInterruption(error) { return (Interruption.shared.stop ?? .signal).words }
        return "\(error)"
    }

    /// The exit code for an error; `nil` for errors of the argument parser.
    static func exit(of error: any Error) -> Exit? {
        if isInterruption(error) { return (Interruption.shared.stop ?? .signal).exit }
        return switch error {
        case let error as CommandFailure: error.exit
        case let error as VenueError: Exit(error)
        case let error as StoreError: Exit(error)
        case let error as PostgresError: Exit(error.code)
        case let error as WarehouseError: Exit(error)
        case let error as PipelineError: Exit(error.code)
        case let error as DatasetError: Exit(error.code)
        case let error as PipelineFileError: Exit(error.code)
        case let error as ScheduleError: Exit(error.code)
        case is IndicatorError, is SymbolError, is UnknownVenueError: .usage
        // Only what the argument parser threw itself has a code other than plain failure.
        default: Chandler.exitCode(for: error) == .failure ? .software : nil
        }
    }

    /// Whether nothing went wrong but that the run was to end.
    static func isInterruption(_ error: any Error) -> Bool {
        error is CancellationError || (error as? VenueError)?.code == .cancelled
    }
}

extension Exit {
    init(_ error: VenueError) {
        self =
            switch error.code {
            // No host serves this client: a firewall or a blocked country, not a wrong request.
            case .refused where (error.cause as? HTTPError)?.code == .refused: .unreachable
            case .refused where (error.cause as? HTTPError)?.code == .recording: .cannotWrite
            case .refused where (error.cause as? HTTPError)?.code == .notRecorded: .badData
            case .unknownSymbol, .unknownInterval, .refused: .usage
            case .keyRefused: .noPermission
            case .rateLimited: .tryLater
            case .unreachable, .untrustedCertificate: .unreachable
            case .badAnswer: .badData
            case .cancelled: .interrupted
            }
    }

    init(_ error: StoreError) {
        self =
            switch error.code {
            case .databaseUnavailable: error.cause.map { Exit($0.code) } ?? .unreachable
            case .permissionDenied: .noPermission
            case .databaseNewer, .migrationChanged, .unknownVersion, .indicatorsDiffer:
                .configuration
            case .migrationFailed: error.cause.map { Exit($0.code) } ?? .configuration
            case .locked: .tryLater
            case .diskFull: .cannotWrite
            case .rejected, .inconsistent: .badData
            }
    }

    init(_ code: PostgresError.Code) {
        self =
            switch code {
            case .authenticationFailed, .insufficientPrivilege: .noPermission
            case .invalidConfiguration, .undefinedDatabase: .configuration
            case .diskFull: .cannotWrite
            case .folderNotUsable: .cannotWrite
            case .lockNotAvailable, .objectInUse, .serverNotReady: .tryLater
            case .checkViolation, .uniqueViolation, .numericOutOfRange, .invalidData: .badData
            default: .unreachable
            }
    }

    init(_ error: WarehouseError) {
        self =
            switch error.code {
            case .usage: .usage
            case .configuration: .configuration
            case .database: error.cause.map { Exit($0.code) } ?? .unreachable
            case .permissionDenied: .noPermission
            case .cannotWrite: .cannotWrite
            case .badData: .badData
            case .busy: .tryLater
            }
    }

    init(_ code: PipelineError.Code) {
        self =
            switch code {
            case .usage: .usage
            case .indicatorsDiffer: .configuration
            case .inconsistent, .nothingStored: .badData
            }
    }

    init(_ code: PipelineFileError.Code) {
        self =
            switch code {
            case .faulty: .badData
            case .unreadable, .unknownKey: .usage
            }
    }

    init(_ code: ScheduleError.Code) {
        self =
            switch code {
            case .usage: .usage
            case .configuration: .configuration
            case .cannotWrite: .cannotWrite
            case .permissionDenied: .noPermission
            }
    }

    init(_ code: DatasetError.Code) {
        self =
            switch code {
            case .invalidOptions: .usage
            case .noRows, .leakFound: .badData
            case .outputInUse: .tryLater
            case .outputNotEmpty, .outputNotWritable, .outputFull, .encodingFailed, .writerClosed:
                .cannotWrite
            }
    }
}
