public import Definitions
public import Vocabulary

extension Catalogue {
    /// A record as a clerk left it, judged anew.
    ///
    /// - Parameters:
    ///   - decision: what was decided last.
    ///   - changes: what the clerk says of fields: *corrected* with a value, *not applicable*, or *missing* for what is not there after all.
    ///   - hasLooked: whether a person has read the messages themselves: then what was found about reading them is settled.
    ///   - known: the case.
    ///   - office: for whom.
    /// - Returns: the new decision; nil where there is no record to correct.
    public func corrected(
        _ decision: Decision,
        _ changes: [FieldReading],
        hasLooked: Bool,
        known: KnownCase,
        office: Office
    ) -> Decision? {
        guard let record = decision.record, let type = records[record.type] else { return nil }
        let before = Dictionary(record.readings.map { ($0.path, $0) }) { first, _ in first }
        let touched = Set(changes.map(\.path))
        var readings = record.readings.filter { !$0.isAbsence && !touched.contains($0.path) }
        for change in changes where change.state != .missing {
            var reading = change
            // Nothing is overwritten silently: what was there before stays behind it.
            if let old = before[change.path], !old.isAbsence, old != change {
                reading.history = (old.history ?? []) + [old.past]
            }
            readings.append(reading)
        }
        var received = decision.received
        if hasLooked {
            received.settle()
        } else {
            // What was found in a form is kept with the decision alone.
            received.findings += decision.assessment.findings.filter { finding in
                finding.isAboutForms && !received.allFindings.contains(finding)
            }
        }
        let merged = MergedRecord(form: record.form, type: record.type, version: record.version, readings: readings)
        let letters = Letters(catalogue: self, office: office, received: received, known: known)
        let judged = judged(merged, type, received, known, letters)
        // Whoever was asked for all of it already is not asked again.
        let isAsked = known.isAsked && Set(judged.assessment.missing).isSubset(of: decision.assessment.missing)
        var corrected = isAsked ? judged.withoutLetters : judged
        corrected.keywords = keywords(of: corrected)
        return corrected
    }
}

extension Decision {
    fileprivate var withoutLetters: Decision {
        Decision(received: received, record: record, assessment: assessment, outcome: outcome, isSetAside: isSetAside)
    }
}

extension Received {
    /// A person has read it: nothing of it waits for one any more.
    fileprivate mutating func settle() {
        let waits = { (finding: Finding) in finding.consequence == .clerk || finding.consequence == .unread }
        findings.removeAll(where: waits)
        recognition.findings.removeAll(where: waits)
        for index in documents.indices { documents[index].findings.removeAll(where: waits) }
    }
}
