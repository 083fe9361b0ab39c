package import LinuxSystem

/// All that policyctl knows of where it runs: nothing else reads the environment, the clock or a descriptor.
package struct Surroundings {
    package var environment: (String) -> String?
    /// Seconds since 1970.
    package var now: () -> Int64
    /// The width of the terminal that standard output is; nil where it is none.
    package var columns: Int?
    package var readInput: () throws(SystemError) -> [UInt8]
    package var output: any Sink
    package var errors: any Sink
    package var fileExists: (String) -> Bool

    package init(
        environment: @escaping (String) -> String?, now: @escaping () -> Int64, columns: Int?,
        readInput: @escaping () throws(SystemError) -> [UInt8], output: any Sink, errors: any Sink,
        fileExists: @escaping (String) -> Bool
    ) {
        self.environment = environment
        self.now = now
        self.columns = columns
        self.readInput = readInput
        self.output = output
        self.errors = errors
        self.fileExists = fileExists
    }
}

/// Where bytes go.
package protocol Sink: AnyObject {
    func write(_ bytes: [UInt8]) throws(SystemError)
    /// Nothing more comes: a pager may be waited for.
    func finish()
}

/// Standard output or standard error.
package final class DescriptorSink: Sink {
    private let descriptor: FileDescriptor

    package init(_ descriptor: FileDescriptor) {
        self.descriptor = descriptor
    }

    package func write(_ bytes: [UInt8]) throws(SystemError) {
        try descriptor.writeAll(bytes)
    }

    package func finish() {}
}
