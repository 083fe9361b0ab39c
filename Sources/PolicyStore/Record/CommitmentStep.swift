package import PolicyText

/// What a version does to one commitment of the register.
package enum CommitmentStep: Hashable, Sendable {
    /// Still stated, in the same words or nearly; its place may have shifted.
    case kept(id: Int64, Commitment)
    /// Stated for the first time.
    case stated(Commitment)
    /// Stated otherwise than before.
    case revised(id: Int64, Commitment, CommitmentStatus)
    /// Stated no more.
    case dropped(id: Int64)
}
