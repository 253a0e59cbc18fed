extension CaseState {
    /// Where a clerk finds a case: each stands in one place.
    public enum Shelf: String, Sendable, CaseIterable {
        /// No form was recognised, or a document could not be read.
        case unknown
        /// A person has to decide, or to look at something new.
        case look
        /// A letter has to be approved.
        case letters
        /// The citizen was asked.
        case asked
        /// Nothing is missing any more.
        case done
        /// No application, or refused.
        case closed

        /// Whether somebody still has to do something: then what is due first stands first, else what changed last.
        public var isOpen: Bool { self != .done && self != .closed }
    }

    /// Where a clerk finds it.
    public var shelf: Shelf {
        // Whoever said which form it is has seen it.
        if phase == .review, recordType == nil || (isUnread && givenForm == nil) { return .unknown }
        if needsLook { return .look }
        return switch phase {
        case .new, .review: .look
        case .incomplete: .letters
        case .requested, .reminded: .asked
        case .complete, .handedOver: .done
        case .refused, .setAside: .closed
        }
    }
}
