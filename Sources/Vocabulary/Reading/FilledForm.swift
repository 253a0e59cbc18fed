private import Foundation

/// A form that was filled in to try definitions out.
public struct FilledForm: Sendable, Codable {
    /// In Base64: one text crosses the pipe faster than each byte by itself.
    private let content: String
    /// The names that it has no field for.
    public var unknown: [String] = []

    /// What could not be filled in as it was asked for, a sentence each.
    public var impossible: [String] = []

    /// Makes a value.
    public init(bytes: [UInt8]) { content = Data(bytes).base64EncodedString() }

    /// The PDF.
    public var bytes: [UInt8] { Data(base64Encoded: content).map(Array.init) ?? [] }
}
