internal import FoundationEssentials
internal import Glibc
internal import LinuxSystem

/// The program `policyd`: its command line, its exit status.
package enum Program {
    /// Runs to the end and returns the exit status: 0 stopped, 1 could not start or go on, 2 usage.
    package static func run(_ words: [String]) -> Int32 {
        let environment = ProcessInfo.processInfo.environment
        let arguments: Arguments
        do {
            arguments = try Arguments(words)
        } catch {
            return complain(error.message, status: 2)
        }
        switch arguments.mode {
        case .help: return say(Arguments.help)
        case .version: return say("policyd \(policydVersion)")
        case .checkConfiguration, .run: break
        }
        do {
            let settings = try Settings(arguments, environment: environment, directory: workingDirectory())
            for warning in settings.warnings { _ = complain("\(warning)", status: 0) }
            if arguments.mode == .checkConfiguration {
                _ = try Meaning(settings)
                return checked(settings)
            }
            try Daemon(arguments: arguments, settings: settings, environment: environment).run()
            return 0
        } catch {
            return complain("\(error)", status: 1)
        }
    }

    private static func checked(_ settings: Settings) -> Int32 {
        let files =
            settings.files.isEmpty
            ? "no configuration file; the defaults" : settings.files.joined(separator: ", ")
        return say("\(files): fine")
    }

    private static func workingDirectory() -> String { FileManager.default.currentDirectoryPath }

    private static func say(_ text: String) -> Int32 {
        print(text)
        return 0
    }

    private static func complain(_ text: String, status: Int32) -> Int32 {
        let line = Array("policyd: \(text)\n".utf8)
        _ = line.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
        return status
    }
}
