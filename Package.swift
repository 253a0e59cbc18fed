// swift-tools-version: 6.2
import PackageDescription

/// One set of compiler settings for every Swift target of the project.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// Readers spend a sixth of their time getting and giving back memory; unlike others, jemalloc throws where C++ expects it.
let memory: [LinkerSetting] = [.linkedLibrary("jemalloc")]

/// A C library that Debian installs; only the module that hides it imports it.
func library(_ name: String, pkgConfig: String, apt: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

/// A Swift module of the project with the modules it may import.
func module(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

/// A test target named after the module whose front door it uses.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
    name: "eingang",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "eingang", targets: ["eingang"]), .executable(name: "eingang-reader", targets: ["eingang-reader"]),
        .executable(name: "eingang-keys", targets: ["eingang-keys"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // C libraries, each behind exactly one module.
        library("CGMime", pkgConfig: "gmime-3.0", apt: "libgmime-3.0-dev"),
        library("CPoppler", pkgConfig: "poppler-glib", apt: "libpoppler-glib-dev"),
        library("CLibXML2", pkgConfig: "libxml-2.0", apt: "libxml2-dev"),
        library("CArchive", pkgConfig: "libarchive", apt: "libarchive-dev"),
        library("COpenSSL", pkgConfig: "libcrypto", apt: "libssl-dev"),
        library("CXMLSecSystem", pkgConfig: "xmlsec1-openssl", apt: "libxmlsec1-dev"),
        .target(name: "CXMLSec", dependencies: ["CXMLSecSystem"]),
        .target(name: "CQPDF", linkerSettings: [.linkedLibrary("qpdf")]),
        .target(name: "CPicture", linkerSettings: [.linkedLibrary("z")]),
        .target(name: "CSpawn"),
        .target(name: "CConfine", linkerSettings: [.linkedLibrary("seccomp")]),
        .target(name: "CMemory"),
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
        .target(name: "CDecimal", linkerSettings: [.linkedLibrary("bidgcc000")]),

        // The modules of a reader process and of the program around it. A later one may import an earlier one, never the reverse.
        module("Vocabulary", ["COpenSSL"]),
        module("FEEL", ["Vocabulary", "CDecimal"]),
        module("Deadlines", ["Vocabulary"]),
        module("Definitions", ["Vocabulary", "FEEL", "Deadlines", .product(name: "Mustache", package: "swift-mustache")]),
        module("TextFiles", ["FEEL", "Definitions", "Yams"]),
        module("Wire"),
        module("Readers", ["Vocabulary", "Definitions", "Wire", "CSpawn"]),

        // The program: values in, values out; none of these can reach a parser of foreign bytes.
        module(
            "Deciding",
            ["Vocabulary", "FEEL", "Deadlines", "Definitions", .product(name: "Mustache", package: "swift-mustache")]
        ),
        module("Store", ["Vocabulary", "Deciding", "Wire", .product(name: "GRDB", package: "GRDB.swift")]),
        module("Presentation", ["Vocabulary", "Definitions", "Deciding", .product(name: "Mustache", package: "swift-mustache")]),
        module(
            "Channels",
            [
                "Vocabulary", "CCurl",
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"), .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"), .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        module(
            "Intake",
            [
                .product(name: "UnixSignals", package: "swift-service-lifecycle"), "Vocabulary", "FEEL", "Deadlines", "Definitions",
                "TextFiles", "Readers", "Deciding", "Store", "Presentation", "Channels", "Yams", "CCurl",
                .product(name: "Logging", package: "swift-log"), .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Hummingbird", package: "hummingbird"), .product(name: "NIOCore", package: "swift-nio"),
            ]
        ),
        module(
            "Web",
            [
                "Vocabulary", "Definitions", "Deciding", "Store", "Presentation",
                .product(name: "Logging", package: "swift-log"), .product(name: "Hummingbird", package: "hummingbird"),
            ],
            // Within the program: it has no files beside it that could be lost or changed.
            resources: [.embedInCode("Assets/desk.css"), .embedInCode("Assets/desk.js")]
        ),
        module(
            "Designer",
            ["Vocabulary", "FEEL", "Definitions", "TextFiles", "Readers", "Deciding", "Presentation", "Intake", "Yams"]
        ),
        .executableTarget(
            name: "eingang",
            dependencies: [
                "Web", "Designer", "CMemory", "Vocabulary", "FEEL", "Deadlines", "Definitions", "Readers", "Deciding", "Store",
                "Presentation",
                "Intake",
                "Channels",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings,
            linkerSettings: memory
        ),

        // The reader: a program of its own, the only one that links parsers of foreign bytes.
        module("Mail", ["Vocabulary", "CGMime"]),
        module("Documents", ["Vocabulary", "CPoppler", "CPicture", "CQPDF", "CLibXML2", "CArchive"]),
        module(
            "Trust",
            [
                "Vocabulary", "Mail", "Documents", "COpenSSL", "CQPDF", "CXMLSec",
                .product(name: "SwiftASN1", package: "swift-asn1"),
            ]
        ),
        module(
            "DefinitionFiles",
            [
                "Vocabulary", "FEEL", "Deadlines", "Definitions", "TextFiles", "Documents", "Yams",
            ]
        ),
        module("Lint", ["Vocabulary", "FEEL", "Definitions", "TextFiles", "Documents", "DefinitionFiles", "Yams"]),
        module("Mapping", ["Vocabulary", "Definitions", "Documents"]),
        module(
            "ReaderWorker",
            [
                "Vocabulary", "Definitions", "Wire", "Readers", "Mail", "Documents", "Trust", "DefinitionFiles", "Lint", "Mapping",
                "CConfine",
            ]
        ),
        .executableTarget(
            name: "eingang-reader",
            dependencies: ["ReaderWorker", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            swiftSettings: settings,
            linkerSettings: memory
        ),

        // The key process: a program of its own, the only one that loads private keys.
        module("KeyHolder", ["Vocabulary", "Wire", "COpenSSL", "CConfine"]),
        .executableTarget(name: "eingang-keys", dependencies: ["KeyHolder"], swiftSettings: settings),

        // Tests use the front doors: the program itself, or a module's public functions.
        .target(name: "TestSupport", dependencies: ["Vocabulary"], path: "Tests/TestSupport", swiftSettings: settings),
        tests("VocabularyTests", ["Vocabulary", "TestSupport"]),
        tests("WireTests", ["Wire", "Readers", "Vocabulary"]),
        tests("KeyHolderTests", ["KeyHolder", "Vocabulary", "Wire", "TestSupport"]),
        tests("FEELTests", ["FEEL", "Vocabulary", "TestSupport"]),
        tests("DeadlinesTests", ["Deadlines", "Vocabulary", "TestSupport"]),
        tests("MailTests", ["Mail", "Vocabulary"]),
        tests("DocumentsTests", ["Documents", "Vocabulary", "TestSupport"]),
        tests("DefinitionsTests", ["Definitions", "DefinitionFiles", "Vocabulary", "TestSupport"]),
        tests("DecidingTests", ["Deciding", "Deadlines", "Definitions", "DefinitionFiles", "Vocabulary", "TestSupport", "Yams"]),
        tests("StoreTests", ["Store", "Deciding", "Definitions", "Vocabulary", "TestSupport"]),
        tests(
            "ChannelsTests",
            [
                "Channels", "Vocabulary", "TestSupport", .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Hummingbird", package: "hummingbird"), .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "InMemoryLogging", package: "swift-log"),
            ]
        ),
        tests(
            "WebTests",
            [
                "Web", "Store", "Deciding", "Definitions", "DefinitionFiles", "Vocabulary", "TestSupport", "Intake", "Readers",
                "Presentation",
                .product(name: "Hummingbird", package: "hummingbird"), .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"), .product(name: "InMemoryLogging", package: "swift-log"),
            ]
        ),
        tests("BrowserTests", ["TestSupport"]),
        tests("TrustTests", ["Trust", "Documents", "Mail", "Vocabulary", "TestSupport"]),
        tests("ServiceTests", ["Deciding", "Intake", "Readers", "Store", "Vocabulary", "TestSupport"]),
        tests(
            "IntakeTests",
            [
                "Intake", "Readers", "Deadlines", "Deciding", "Definitions", "FEEL", "Presentation", "Store", "Vocabulary", "TestSupport",
                "Yams",
            ]
        ),
    ],
    cxxLanguageStandard: .cxx17
)
