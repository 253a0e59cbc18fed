public import DefinitionFiles
public import Definitions
public import Vocabulary

// Lint: what is wrong with definitions that load: rules that can never read anything, forms that cannot be told apart, questions without
// words. Each rule has a file, or shares it with those it is related to; all of them only warn.

/// Looks at loaded definitions more closely than loading does.
public struct Lint {
    private let definitions: LoadedDefinitions

    /// Makes a look at definitions.
    public init(_ definitions: LoadedDefinitions) { self.definitions = definitions }

    /// Everything that is wrong with the definitions.
    ///
    /// - Parameter blanks: the fields of the blank PDFs that forms name, by file; none for what is no PDF form.
    /// - Returns: the files that were looked at, and all faults in the order of their places.
    public func report(_ blanks: [String: [FormField]]) -> DefinitionReport {
        let desk = Workbench(definitions, blanks)
        for check in Self.checks { check(desk) }
        return DefinitionReport(
            files: Set(definitions.texts.files + definitions.catalogue.faults.map(\.file)).sorted(),
            faults: (definitions.catalogue.faults + desk.warnings).sorted(by: DefinitionFault.inOrder)
        )
    }

    /// The rules in the order of their files.
    private static var checks: [(Workbench) -> Void] {
        [
            checkBlanks, checkExports, checkUnreachedCodes, checkLetters, checkRecognition, checkRecords, checkFields, checkChecks,
            checkShared,
            checkSources, checkXPaths,
        ]
    }
}
