/// What was read for one path of the record.
public struct FieldReading: Sendable, Codable, Hashable {
    /// What is known about the field (Zustand).
    public enum State: String, Sendable, Codable {
        /// Read exactly.
        case read
        /// Read, but a rule had to decide, or the source is weak.
        case unsure
        /// Nothing was given.
        case missing
        /// Something was given that is no value of the type.
        case invalid
        /// Two sources say different things.
        case conflict
        /// Given in answer to a follow-up.
        case answered
        /// Entered by a clerk.
        case corrected
        /// Does not apply to this application.
        case notApplicable = "not-applicable"
    }

    /// The path in the record, rows with their number from 0: `einkommen[0].brutto`.
    public var path: String
    /// What is known.
    public var state: State
    /// The value, when there is one.
    public var value: Value?
    /// Where it stands; for a conflict all places.
    public var provenance: [Provenance]
    /// Why a value was refused, completing „… ist“.
    public var reason: String?

    /// The message it came with; nil for what the engine says.
    public var origin: Origin?
    /// What was said before, oldest first; of a conflict all that was said.
    ///
    /// Nil when there was nothing.
    public var history: [Past]?

    /// The message a reading came with.
    public struct Origin: Sendable, Codable, Hashable {
        /// The digest of the message.
        public var message: Digest
        /// When it was received.
        public var receivedAt: Instant
        /// What was verified of it.
        public var indication: Verification.Indication

        /// Makes an origin.
        public init(message: Digest, receivedAt: Instant, indication: Verification.Indication) {
            (self.message, self.receivedAt, self.indication) = (message, receivedAt, indication)
        }
    }

    /// An earlier value.
    public struct Past: Sendable, Codable, Hashable {
        /// The value; nil when what stood there was no value.
        public var value: Value?
        /// What was known of it.
        public var state: State
        /// Where it stood.
        public var provenance: [Provenance]
        /// With which message it came.
        public var origin: Origin?

        /// Makes an earlier value.
        public init(value: Value?, state: State, provenance: [Provenance], origin: Origin?) {
            (self.value, self.state, self.provenance, self.origin) = (value, state, provenance, origin)
        }
    }

    /// Makes a reading.
    public init(path: String, state: State, value: Value? = nil, provenance: [Provenance] = [], reason: String? = nil) {
        self.path = path
        self.state = state
        self.value = value
        self.provenance = provenance
        self.reason = reason
    }
}

extension FieldReading {
    /// Whether a person said at the desk that it is so; what is known without one of an absent field has no place.
    public var isByHand: Bool { provenance.contains { $0.rule == Provenance.byHand } }

    /// Whether it says only that there is nothing, and nobody said so.
    public var isAbsence: Bool { state == .missing || (state == .notApplicable && !isByHand) }

    /// Whether it is nothing but what the message's header says of its sender.
    public var isFromHeader: Bool { !provenance.isEmpty && provenance.allSatisfy(\.isSenderInHeader) }
}
