// swift-tools-version: 6.2
import PackageDescription

// Targets, lowest layer first. An arrow may only point up this list.

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
]

func layer(_ name: String, uses dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

// What is installed needs no Swift on the machine, and starts in a millisecond. The toolchain's lld says nothing of
// functions that would need the shared C library: none of them is called.
func linked(_ flags: String...) -> [LinkerSetting] {
    [.unsafeFlags(flags + ["-use-ld=lld"], .when(configuration: .release))]
}

func tests(_ name: String, of dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["TestSupport"], exclude: exclude, swiftSettings: strict)
}

let package = Package(
    name: "policyd",
    products: [
        .executable(name: "policyd", targets: ["policyd"]),
        .executable(name: "policyctl", targets: ["policyctl"]),
    ],
    targets: [
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CLinux"),
        .target(
            name: "CLexicon",
            exclude: [
                "change-kinds.tsv", "cues-extra.tsv", "dictionary.tsv", "dictionary-falsefriends.tsv",
                "dictionary-same.tsv", "glossary.tsv", "modality.tsv", "thesaurus.tsv", "words.tsv",
                "README.md",
            ]),
        layer("LinuxSystem", uses: ["CLinux"]),
        layer("PolicyText", uses: ["CLexicon"]),
        layer("PolicyFolder", uses: ["PolicyText", "LinuxSystem", "CLinux"]),
        layer("PolicyStore", uses: ["PolicyText", "LinuxSystem", "CSQLite"]),
        layer("PolicyAnswer", uses: ["PolicyText"]),
        layer("ConfigurationFile", uses: ["LinuxSystem"]),
        layer("PolicyDigest", uses: ["PolicyText", "LinuxSystem"]),
        layer("Varlink", uses: ["LinuxSystem"]),
        .target(name: "CInterface"),
        layer("PolicyAPI", uses: ["Varlink", "CInterface"], exclude: ["org.policyd.varlink"]),
        layer(
            "PolicyDaemon",
            uses: [
                "PolicyFolder", "PolicyStore", "PolicyAnswer", "PolicyDigest", "PolicyAPI", "Varlink",
                "PolicyText", "ConfigurationFile", "LinuxSystem",
            ]),
        .executableTarget(
            name: "policyd", dependencies: ["PolicyDaemon"], swiftSettings: strict,
            linkerSettings: linked("-static-stdlib", "-l_FoundationCShims", "-l_FoundationCollections")),
        layer("PolicyControl", uses: ["PolicyAPI", "Varlink", "ConfigurationFile", "LinuxSystem", "CLinux"]),
        .executableTarget(
            name: "policyctl", dependencies: ["PolicyControl"], swiftSettings: strict,
            linkerSettings: linked("-static-executable")),

        .target(
            name: "TestSupport", dependencies: ["LinuxSystem"], path: "Tests/TestSupport",
            swiftSettings: strict),
        .target(
            name: "AskMeasuring", dependencies: ["PolicyAnswer", "PolicyText"], path: "Tests/AskMeasuring",
            swiftSettings: strict),
        .executableTarget(
            name: "policyd-benchmarks",
            dependencies: ["PolicyText", "TestSupport", "LinuxSystem", "policyd", "policyctl"],
            path: "Tests/Benchmarks", exclude: ["Peers"], swiftSettings: strict),
        .executableTarget(
            name: "AskEvaluation", dependencies: ["AskMeasuring", "PolicyAnswer", "PolicyText"],
            path: "Tests/AskEvaluation",
            exclude: [
                "learn.py", "piaf-in-english.tsv", "revisions-corpus", "revisions-questions.jsonl",
            ], swiftSettings: strict),
        tests("LinuxSystemTests", of: ["LinuxSystem"]),
        tests("PolicyTextTests", of: ["PolicyText", "LinuxSystem"], exclude: ["Meaning/Cases", "Cases"]),
        tests("PolicyFolderTests", of: ["PolicyFolder", "PolicyText", "LinuxSystem"]),
        tests("PolicyStoreTests", of: ["PolicyStore", "PolicyText", "LinuxSystem", "CSQLite"]),
        tests("PolicyAnswerTests", of: ["AskMeasuring", "PolicyAnswer", "PolicyText"], exclude: ["Harbour"]),
        tests("PolicyDigestTests", of: ["PolicyDigest", "PolicyText", "LinuxSystem"], exclude: ["Cases"]),
        tests("VarlinkTests", of: ["Varlink", "LinuxSystem"]),
        tests("PolicyAPITests", of: ["PolicyAPI", "Varlink"]),
        tests(
            "PolicyControlTests",
            of: ["PolicyControl", "ConfigurationFile", "PolicyAPI", "Varlink", "LinuxSystem"]),
        tests(
            "PolicyDaemonTests",
            of: ["PolicyDaemon", "PolicyFolder", "PolicyStore", "PolicyAPI", "PolicyText", "LinuxSystem"]),
        tests("EndToEndTests", of: ["LinuxSystem", "policyd", "policyctl"]),
    ],
    cLanguageStandard: .c2x
)
