extension Settings {
    /// What differs from the settings of the start and is taken up by a restart only, as a configuration file names it.
    package func awaitingRestart(since start: Settings) -> [String] {
        let (digest, socket) = (configuration.digest, configuration.socket)
        let (oldDigest, oldSocket) = (start.configuration.digest, start.configuration.socket)
        let differences = [
            ("[Store] Directory=", stateFolder != start.stateFolder),
            ("[Digest] TimeZone=", digest.timeZone != oldDigest.timeZone),
            ("[Socket] Path=", socketPath != start.socketPath),
            ("[Socket] Mode=", socket.mode != oldSocket.mode),
            ("[Socket] MaximumConnections=", socket.maximumConnections != oldSocket.maximumConnections),
            ("[Socket] MaximumRequest=", socket.maximumRequest != oldSocket.maximumRequest),
            ("[Socket] IdleSec=", socket.idle != oldSocket.idle),
            ("[Socket] RequestTimeoutSec=", socket.requestTimeout != oldSocket.requestTimeout),
        ]
        return differences.filter(\.1).map(\.0)
    }
}
