internal import Documents

/// The elements and attributes that an XML Schema declares, and which may stand in which.
///
/// What the schema takes from other files, and what it leaves open (`xs:any`), counts as open: anything may stand there.
struct SchemaNames {
    /// A name in its namespace.
    struct Name: Hashable, CustomStringConvertible {
        var namespace: String?
        var local: String

        var description: String { namespace.map { "{\($0)}\(local)" } ?? local }
    }

    /// A declared element and what may stand in it.
    struct Element {
        var name: Name
        var content: Int
    }

    /// What may stand in an element.
    struct Content {
        var elements: [Int] = []
        var attributes: Set<Name> = []
        var isOpen = false
    }

    private(set) var elements: [Element] = []
    private(set) var contents: [Content] = [Content()]
    /// The elements that may be a document's root.
    private(set) var roots: [Int] = []

    private let target: String?
    private let qualifiesElements: Bool
    private let qualifiesAttributes: Bool
    private var globals: [String: [String: XMLTree.Element]] = [:]
    private var substitutes: [String: [String]] = [:]
    private var types: [String: Int] = [:]
    private var byName: [String: Int] = [:]
    /// What is nothing but text.
    private static let plain = 0

    init(_ schema: XMLTree.Element) {
        target = schema.attribute("targetNamespace")
        qualifiesElements = schema.attribute("elementFormDefault") == "qualified"
        qualifiesAttributes = schema.attribute("attributeFormDefault") == "qualified"
        for child in schema.children {
            guard let name = child.attribute("name") else { continue }
            globals[child.name, default: [:]][name] = child
            if let head = child.attribute("substitutionGroup") { substitutes[Self.local(head), default: []].append(name) }
        }
        for name in (globals["element"] ?? [:]).keys.sorted() { if let root = global(name) { roots.append(root) } }
    }

    private static func local(_ name: String) -> String { name.split(separator: ":").last.map(String.init) ?? name }

    private mutating func global(_ name: String) -> Int? {
        if let known = byName[name] { return known }
        guard let node = globals["element"]?[name] else { return nil }
        let index = elements.count
        byName[name] = index
        elements.append(Element(name: Name(namespace: target, local: name), content: Self.plain))
        elements[index].content = content(ofElement: node)
        return index
    }

    private mutating func content(ofElement node: XMLTree.Element) -> Int {
        if let type = node.attribute("type") { return named(type) }
        for child in node.children where child.name == "complexType" {
            contents.append(Content())
            let index = contents.count - 1
            fill(index, with: child)
            return index
        }
        if node.children.contains(where: { $0.name == "simpleType" }) { return Self.plain }
        contents.append(Content(isOpen: true))
        return contents.count - 1
    }

    /// What may stand in a named type; one that this file does not have is open.
    private mutating func named(_ name: String) -> Int {
        let isBuiltIn = name.hasPrefix("xs:") || name.hasPrefix("xsd:")
        let local = Self.local(name)
        if isBuiltIn, local != "anyType" { return Self.plain }
        if !isBuiltIn, globals["simpleType"]?[local] != nil { return Self.plain }
        if !isBuiltIn, let known = types[local] { return known }
        contents.append(Content())
        let index = contents.count - 1
        if !isBuiltIn, let node = globals["complexType"]?[local] {
            types[local] = index
            fill(index, with: node)
        } else {
            contents[index].isOpen = true
        }
        return index
    }

    private mutating func fill(_ index: Int, with node: XMLTree.Element) {
        for child in node.children {
            switch child.name {
            case "element": add(child, to: index)
            case "attribute": addAttribute(child, to: index)
            case "group", "attributeGroup":
                guard let reference = child.attribute("ref") else { continue }
                if let group = globals[child.name]?[Self.local(reference)] {
                    fill(index, with: group)
                } else {
                    contents[index].isOpen = true
                }
            case "any", "anyAttribute": contents[index].isOpen = true
            case "extension", "restriction":
                if let base = child.attribute("base") {
                    let inherited = contents[named(base)]
                    // A restriction repeats the elements that stay.
                    if child.name == "extension" { contents[index].elements += inherited.elements }
                    contents[index].attributes.formUnion(inherited.attributes)
                    contents[index].isOpen = contents[index].isOpen || inherited.isOpen
                }
                fill(index, with: child)
            case "sequence", "choice", "all", "complexContent", "simpleContent": fill(index, with: child)
            default: continue
            }
        }
    }

    private mutating func add(_ node: XMLTree.Element, to index: Int) {
        if let reference = node.attribute("ref") {
            let name = Self.local(reference)
            for name in [name] + (substitutes[name] ?? []) {
                if let element = global(name) {
                    contents[index].elements.append(element)
                } else {
                    contents[index].isOpen = true
                }
            }
        } else if let name = node.attribute("name") {
            let isQualified = node.attribute("form").map { $0 == "qualified" } ?? qualifiesElements
            let inner = content(ofElement: node)
            elements.append(Element(name: Name(namespace: isQualified ? target : nil, local: name), content: inner))
            contents[index].elements.append(elements.count - 1)
        }
    }

    private mutating func addAttribute(_ node: XMLTree.Element, to index: Int) {
        if let reference = node.attribute("ref") {
            contents[index].attributes.insert(Name(namespace: target, local: Self.local(reference)))
            // It may be one of another namespace, such as xml:lang.
            contents[index].attributes.insert(Name(namespace: nil, local: Self.local(reference)))
        } else if let name = node.attribute("name") {
            let isQualified = node.attribute("form").map { $0 == "qualified" } ?? qualifiesAttributes
            contents[index].attributes.insert(Name(namespace: isQualified ? target : nil, local: name))
        }
    }
}
