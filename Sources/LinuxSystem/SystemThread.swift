internal import CLinux
internal import Glibc

/// A thread with one owner (pthread): for work that blocks on a disk or a socket.
package final class SystemThread: Sendable {
    /// Enough for deep recursion over hostile documents; only touched pages cost memory.
    package static let stackSize = 8 << 20

    private let handle: pthread_t

    /// Starts it; the name (15 bytes at most) shows in `ps -L` and `top`.
    package init(named name: String, _ body: @escaping @Sendable () -> Void) throws(SystemError) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, Self.stackSize)
        let start = Unmanaged.passRetained(Start(name: name, body: body))
        var thread = pthread_t()
        let code = pthread_create(&thread, &attributes, runThread, start.toOpaque())
        guard code == 0 else {
            start.release()
            throw SystemError("start thread", name, code: code)
        }
        handle = thread
    }

    /// Waits until it has ended; call once, from another thread.
    package func join() {
        pthread_join(handle, nil)
    }
}

private final class Start {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }
}

private func runThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    let start = Unmanaged<Start>.fromOpaque(argument!).takeRetainedValue()
    clinux_name_thread(String(decoding: start.name.utf8.prefix(15), as: UTF8.self))
    start.body()
    return nil
}
