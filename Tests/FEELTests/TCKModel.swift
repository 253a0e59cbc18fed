import FEEL
import Foundation
import FoundationXML

/// A model of the DMN conformance kit: its expressions as FEEL, boxed ones written out as text.
struct TCKModel {
    /// A decision or a function that cannot be told in FEEL alone, such as a decision table.
    struct NotFEEL: Error {}

    private struct Decision {
        var name: String
        var type: FEELType
        var element: XMLElement
        var required: [String]
    }

    private var types: [String: FEELType] = [:]
    private var names: Set<String> = []
    private var inputs: [String: (name: String, type: FEELType)] = [:]
    private var decisions: [String: Decision] = [:]
    private var functions: [String: Decision] = [:]

    init(_ file: URL) throws {
        guard let root = try XMLDocument(contentsOf: file).rootElement() else { throw NotFEEL() }
        for element in root.all { if let name = element["name"] { names.insert(Self.clean(name)) } }
        let definitions = root.named("itemDefinition")
        for _ in 0..<6 { for item in definitions { types[item["name"] ?? ""] = type(of: item) } }
        for element in root.elements {
            let id = element["id"] ?? ""
            let name = Self.clean(element["name"] ?? "")
            let reference = element.first("variable")?["typeRef"]
            switch element.localName {
            case "inputData": inputs[id] = (name, type(named: reference))
            case "decision":
                decisions[id] = Decision(name: name, type: type(named: reference), element: element, required: Self.required(element))
            case "businessKnowledgeModel":
                functions[id] = Decision(name: name, type: .any, element: element, required: Self.required(element))
            default: break
            }
        }
    }

    /// The value of a decision.
    ///
    /// - Throws: `NotFEEL` when it takes more than FEEL to tell.
    func value(of name: String, given inputs: [String: FEELValue]) throws -> FEEL.Expression.Outcome {
        guard let id = decisions.first(where: { $0.value.name == Self.clean(name) })?.key else { throw NotFEEL() }
        var scope: [String: FEELValue] = [:]
        for (_, input) in self.inputs { scope[input.name] = input.type.coerced(inputs[input.name] ?? .null) ?? .null }
        return try outcome(id, scope)
    }

    private func outcome(_ id: String, _ inputs: [String: FEELValue]) throws -> FEEL.Expression.Outcome {
        guard let decision = decisions[id] else { throw NotFEEL() }
        var outcome = evaluate(try text(decision.element), try scope(of: decision, inputs))
        outcome.value = decision.type.coerced(outcome.value) ?? .null
        return outcome
    }

    private func scope(of decision: Decision, _ inputs: [String: FEELValue]) throws -> [String: FEELValue] {
        var scope = inputs
        for id in decision.required {
            if let required = decisions[id] { scope[required.name] = try outcome(id, inputs).value }
            if let function = functions[id] {
                scope[function.name] = evaluate(try text(function.element), try self.scope(of: function, inputs)).value
            }
            if decisions[id] == nil, functions[id] == nil, self.inputs[id] == nil { throw NotFEEL() }
        }
        return scope
    }

    private func evaluate(_ text: String, _ scope: [String: FEELValue]) -> FEEL.Expression.Outcome {
        do throws(FEELError) {
            let now = FEELDateTime(date: CalendarDay.today, time: FEELTime(nanoseconds: 0))
            return try FEEL.Expression(text, names: names, types: types).outcome(in: [scope], now: now)
        } catch {
            return .init(value: .null, cause: error)
        }
    }

    // MARK: Boxed expressions

    private func text(_ owner: XMLElement?) throws -> String {
        guard let owner else { throw NotFEEL() }
        for element in owner.elements {
            switch element.localName {
            case "literalExpression":
                if let language = element["expressionLanguage"], !language.hasSuffix("FEEL/") { throw NotFEEL() }
                guard let text = element.first("text")?.stringValue, !text.isEmpty else { throw NotFEEL() }
                return text + "\n"
            case "context": return try context(element)
            case "functionDefinition", "encapsulatedLogic": return try function(element)
            case "list": return "[" + (try element.elements.map { try text(box($0)) }.joined(separator: ", ")) + "]"
            case "relation": return try relation(element)
            case "invocation": return try invocation(element)
            case "conditional":
                return try "if \(text(element.first("if"))) then \(text(element.first("then"))) else \(text(element.first("else")))"
            case "filter": return try "(\(text(element.first("in"))))[\(text(element.first("match")))]"
            case "for":
                return try
                    "for \(element["iteratorVariable"] ?? "") in \(text(element.first("in"))) return \(text(element.first("return")))"
            case "some", "every":
                return try
                    "\(element.localName ?? "") \(element["iteratorVariable"] ?? "") in \(text(element.first("in"))) satisfies \(text(element.first("satisfies")))"
            case "decisionTable": throw NotFEEL()
            default: continue
            }
        }
        throw NotFEEL()
    }

    /// An element that is an expression itself, as the child of something.
    private func box(_ element: XMLElement) -> XMLElement {
        let box = XMLElement(name: "box")
        if let copy = element.copy() as? XMLNode { box.addChild(copy) }
        return box
    }

    private func context(_ element: XMLElement) throws -> String {
        var result = ""
        let entries = try element.named("contextEntry").map { entry in
            let name = entry.first("variable")?["name"] ?? "__result"
            if name == "__result" { result = ".__result" }
            return "\(name): \(try text(entry))"
        }
        return "{" + entries.joined(separator: ", ") + "}" + result
    }

    private func function(_ element: XMLElement) throws -> String {
        if let kind = element["kind"], kind != "FEEL" { return "null" }
        let parameters = element.named("formalParameter").map { parameter in
            (parameter["name"] ?? "") + (parameter["typeRef"].map { ": " + Self.local($0) } ?? "")
        }
        return "function(" + parameters.joined(separator: ", ") + ") " + (try text(element))
    }

    private func relation(_ element: XMLElement) throws -> String {
        let columns = element.named("column").map { $0["name"] ?? "" }
        let rows = try element.named("row").map { row in
            "{" + (try zip(columns, row.elements).map { try "\($0): \(text(box($1)))" }.joined(separator: ", ")) + "}"
        }
        return "[" + rows.joined(separator: ", ") + "]"
    }

    private func invocation(_ element: XMLElement) throws -> String {
        let bindings = try element.named("binding").map { binding in
            "\(binding.first("parameter")?["name"] ?? ""): \(try text(binding))"
        }
        return try "(\(text(element)))(" + bindings.joined(separator: ", ") + ")"
    }

    // MARK: Types

    private func type(named reference: String?) -> FEELType {
        guard let reference else { return .any }
        let name = Self.local(reference)
        if let type = types[name] { return type }
        return FEELType(named: name) ?? .any
    }

    private func type(of item: XMLElement) -> FEELType {
        let components = item.named("itemComponent")
        var type: FEELType
        if components.isEmpty {
            type = self.type(named: item.first("typeRef")?.stringValue ?? item["typeRef"])
            if let function = item.first("functionItem") {
                let parameters = function.named("parameters").map { self.type(named: $0["typeRef"]) }
                type = .function(parameters, self.type(named: function["outputTypeRef"]))
            }
        } else {
            type = .context(Dictionary(components.map { (Self.clean($0["name"] ?? ""), self.type(of: $0)) }) { first, _ in first })
        }
        return item["isCollection"] == "true" ? .list(type) : type
    }

    private static func local(_ name: String) -> String { clean(name.replacing("feel:", with: "")) }

    /// A name with single spaces.
    static func clean(_ name: String) -> String { name.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

    private static func required(_ element: XMLElement) -> [String] {
        element.elements.filter { ["informationRequirement", "knowledgeRequirement"].contains($0.localName) }.flatMap(\.elements)
            .compactMap { $0["href"] }.map { $0.hasPrefix("#") ? String($0.dropFirst()) : $0 }
    }
}

extension XMLElement {
    var elements: [XMLElement] { (children ?? []).compactMap { $0 as? XMLElement } }
    var all: [XMLElement] { elements.flatMap { [$0] + $0.all } }
    func named(_ name: String) -> [XMLElement] { elements.filter { $0.localName == name } }
    func first(_ name: String) -> XMLElement? { elements.first { $0.localName == name } }
    subscript(name: String) -> String? { attributes?.first { $0.localName == name }?.stringValue }
}
