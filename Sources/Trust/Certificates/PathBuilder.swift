internal import COpenSSL
internal import Vocabulary

/// Builds certification paths with OpenSSL (RFC 5280, 6) to a fixed set of anchors.
///
/// What it remembers is keyed by content. Not Sendable on purpose: it holds OpenSSL's certificates.
@safe final class PathBuilder {
    /// A path, or why there is none.
    enum Outcome {
        /// From the certificate itself to the anchor.
        case path([Certificate])
        /// A sub-indication of EN 319 102-1 and OpenSSL's reason.
        case none(SubIndication, reason: String, path: [Certificate])
    }

    /// More certificates than this beside a signature are not a path but an attack.
    static let mostCertificates = 100
    private static let mostDepth: Int32 = 10

    private let anchors: [Anchor]
    private let trusted: Set<Digest>
    private var cache: [[Digest]: Outcome] = [:]
    /// The places of anchors by the hash of their holder's name.
    private lazy var bySubject = Dictionary(grouping: anchors.indices) { Self.nameHash(anchors[$0].subject) }
    /// OpenSSL's form of the anchors that were needed so far.
    private var handles: [Int: Handle] = [:]

    init(anchors: [Anchor]) {
        trusted = Set(anchors.map(\.digest))
        var seen: Set<Digest> = []
        self.anchors = anchors.filter { seen.insert($0.digest).inserted }
    }

    /// Finds a path from a certificate to an anchor.
    ///
    /// - Parameters:
    ///   - certificate: the signer's.
    ///   - others: certificates at hand that may lie between.
    ///   - time: when all certificates should be valid; whether they were is judged afterwards.
    /// - Returns: the path, or why there is none.
    func path(from certificate: Certificate, through others: [Certificate], at time: Instant) -> Outcome {
        let key = [certificate.digest, Digest(of: "\(time.seconds)".utf8)] + others.map(\.digest)
        if let known = cache[key] { return known }
        let found = build(certificate, others, time)
        if cache.count > 1000 { cache = [:] }
        cache[key] = found
        return found
    }

    private func build(_ certificate: Certificate, _ others: [Certificate], _ time: Instant) -> Outcome {
        let others = others.prefix(Self.mostCertificates)
        guard let stack = unsafe eg_x509_stack(), let store = unsafe X509_STORE_new() else {
            return .none(.noChain, reason: "kein Speicher", path: [])
        }
        defer {
            unsafe eg_x509_stack_free(stack)
            unsafe X509_STORE_free(store)
        }
        for place in candidates(for: [certificate] + others) {
            if let anchor = handle(place) { unsafe X509_STORE_add_cert(store, anchor.x509) }
        }
        for other in others {
            unsafe Self.withX509(other) { x509 in
                unsafe X509_up_ref(x509)
                unsafe eg_x509_push(stack, x509)
            }
        }
        let outcome = unsafe Self.withX509(certificate) { leaf in
            // Certificates valid at that time are preferred; if there are none, the path is judged as it is.
            let first = unsafe verify(leaf, store, stack, time, ignoringTime: false)
            if case .path = first { return first }
            return unsafe verify(leaf, store, stack, time, ignoringTime: true)
        }
        return outcome ?? .none(.formatFailure, reason: "das Zertifikat ist nicht lesbar", path: [])
    }

    /// The places of all anchors that OpenSSL, which looks for issuers by name, could meet on its way up from some certificates.
    private func candidates(for certificates: [Certificate]) -> [Int] {
        var names = Set(certificates.flatMap { [$0.subject.encoded, $0.issuer.encoded] }.map(Self.nameHash))
        var pending = names
        var found: Set<Int> = []
        while let name = pending.popFirst() {
            for place in bySubject[name] ?? [] where found.insert(place).inserted {
                guard let certificate = Certificate(anchors[place].encoded) else { continue }
                let issuer = Self.nameHash(certificate.issuer.encoded)
                if names.insert(issuer).inserted { pending.insert(issuer) }
            }
        }
        return found.sorted()
    }

    /// The hash by which OpenSSL tells names apart: the same for spellings that count as the same name.
    private static func nameHash(_ encoded: [UInt8]) -> UInt {
        unsafe encoded.withUnsafeBufferPointer { buffer in
            defer { ERR_clear_error() }
            var start = buffer.baseAddress
            guard let name = unsafe d2i_X509_NAME(nil, &start, buffer.count) else { return 0 }
            defer { unsafe X509_NAME_free(name) }
            return unsafe X509_NAME_hash_ex(name, nil, nil, nil)
        }
    }

    private func handle(_ place: Int) -> Handle? {
        if let known = handles[place] { return known }
        let handle = Handle(anchors[place].encoded)
        handles[place] = handle
        return handle
    }

    /// OpenSSL's form of a certificate.
    @safe private final class Handle {
        let x509: OpaquePointer

        /// nil if OpenSSL cannot read it.
        init?(_ encoded: [UInt8]) {
            let read = unsafe encoded.withUnsafeBufferPointer { buffer in
                var start = buffer.baseAddress
                return unsafe d2i_X509(nil, &start, buffer.count)
            }
            ERR_clear_error()
            guard let x509 = unsafe read else { return nil }
            unsafe self.x509 = x509
        }

        deinit { unsafe X509_free(x509) }
    }

    private func verify(
        _ leaf: OpaquePointer,
        _ store: OpaquePointer,
        _ others: OpaquePointer,
        _ time: Instant,
        ignoringTime: Bool
    ) -> Outcome {
        guard let context = unsafe X509_STORE_CTX_new() else { return .none(.noChain, reason: "kein Speicher", path: []) }
        defer {
            unsafe X509_STORE_CTX_free(context)
            ERR_clear_error()
        }
        guard unsafe X509_STORE_CTX_init(context, store, leaf, others) == 1, let parameters = unsafe X509_VERIFY_PARAM_new() else {
            return .none(.noChain, reason: "OpenSSL", path: [])
        }
        let flags = UInt(X509_V_FLAG_PARTIAL_CHAIN | (ignoringTime ? X509_V_FLAG_NO_CHECK_TIME : 0))
        unsafe X509_VERIFY_PARAM_set_flags(parameters, flags)
        // A time that is set wins over the flag.
        if !ignoringTime { unsafe X509_VERIFY_PARAM_set_time(parameters, time.seconds) }
        unsafe X509_VERIFY_PARAM_set_depth(parameters, Self.mostDepth)
        // Old hashes are judged by date in the policy for algorithms, not by OpenSSL's level.
        unsafe X509_VERIFY_PARAM_set_auth_level(parameters, 0)
        unsafe X509_STORE_CTX_set0_param(context, parameters)
        let isGood = unsafe X509_verify_cert(context) == 1
        let path = unsafe Self.certificates(X509_STORE_CTX_get0_chain(context))
        if isGood {
            // OpenSSL goes on to the root; what is trusted itself needs nobody above it.
            let end = path.firstIndex { trusted.contains($0.digest) } ?? path.count - 1
            return .path(Array(path[...end]))
        }
        let error = unsafe X509_STORE_CTX_get_error(context)
        let reason = unsafe String(cString: X509_verify_cert_error_string(Int(error)))
        return .none(Self.subIndication(error), reason: reason, path: path)
    }

    private static func subIndication(_ error: Int32) -> SubIndication {
        switch error {
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE,
            X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, X509_V_ERR_CERT_CHAIN_TOO_LONG,
            X509_V_ERR_CERT_UNTRUSTED:
            .noChain
        default: .chainGeneral
        }
    }

    private static func certificates(_ stack: OpaquePointer?) -> [Certificate] {
        guard let stack = unsafe stack else { return [] }
        return (0..<(unsafe eg_x509_count(stack))).compactMap { index in
            guard let x509 = unsafe eg_x509_at(stack, index) else { return nil }
            var output: UnsafeMutablePointer<UInt8>?
            let size = unsafe i2d_X509(x509, &output)
            guard size > 0, let start = unsafe output else { return nil }
            defer { unsafe CRYPTO_free(start, nil, 0) }
            return unsafe Certificate(UnsafeBufferPointer(start: start, count: Int(size)))
        }
    }

    /// Lends OpenSSL's form of a certificate; nil if it cannot read it.
    static func withX509<Result>(_ certificate: Certificate, _ body: (OpaquePointer) -> Result) -> Result? {
        unsafe certificate.encoded.withUnsafeBufferPointer { buffer in
            var start = buffer.baseAddress
            guard let x509 = unsafe d2i_X509(nil, &start, buffer.count) else {
                ERR_clear_error()
                return nil
            }
            defer { unsafe X509_free(x509) }
            return unsafe body(x509)
        }
    }
}
