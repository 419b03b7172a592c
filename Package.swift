// swift-tools-version: 6.2
import PackageDescription

/// Warnings are errors where the tests run (`DIALPACE_STRICT=1`), not in a user's build with a
/// newer compiler.
let settings: [SwiftSetting] =
    Context.environment["DIALPACE_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)]

/// One room of the house. `uses` names rooms of lower floors only; `TidyTests` checks it.
func room(_ name: String, uses: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: uses, swiftSettings: settings)
}

/// Only tests that compute much themselves are optimized in a release: compiling them takes longest of all.
func tests(_ name: String, uses: [Target.Dependency], isHot: Bool = false) -> Target {
    let plain: [SwiftSetting] = [.unsafeFlags(["-Onone"], .when(configuration: .release))]
    return .testTarget(
        name: name, dependencies: uses, swiftSettings: settings + (isHot ? [] : plain))
}

let package = Package(
    name: "dialpace",
    products: [
        .executable(name: "dialpace", targets: ["dialpace"]),
        .library(
            name: "Dialpace",
            targets: [
                "DialModel", "DialMath", "DialPacing", "DialEngine", "DialWorld", "DialSimulation",
                "DialTones",
            ]),
        .library(name: "DialpaceStore", targets: ["DialStore", "DialModel"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: [
        // Floor 0
        room("DialModel"),
        room("DialMath"),
        // Floor 1
        room("DialPorts", uses: ["DialModel"]),
        room("DialWorld", uses: ["DialMath", "DialModel"]),
        room("DialEstimation", uses: ["DialMath", "DialModel"]),
        room("DialCharts"),
        room("DialTones", uses: ["DialMath", "DialModel"]),
        // Floor 2
        room("DialPacing", uses: ["DialEstimation", "DialMath", "DialModel"]),
        room("DialFitting", uses: ["DialWorld", "DialMath", "DialModel"]),
        // Floor 3
        room("DialEngine", uses: ["DialPacing", "DialEstimation", "DialModel"]),
        // Floor 4
        room("DialSimulatedTrunk", uses: ["DialPorts", "DialWorld", "DialModel"]),
        room(
            "DialStore",
            uses: [
                "DialPorts", "DialModel",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        room(
            "DialConfig",
            uses: [
                "DialPorts", "DialFitting", "DialTones", "DialWorld", "DialMath", "DialModel",
                .product(name: "Yams", package: "Yams"),
            ]),
        room(
            "DialConnectors", uses: ["COpenSSL", "DialPorts", "DialWorld", "DialMath", "DialModel"]),
        // The system's OpenSSL, for DialConnectors alone.
        .systemLibrary(name: "COpenSSL"),
        room(
            "DialToneRig",
            uses: ["CALSA", "DialTones", "DialPorts", "DialWorld", "DialMath", "DialModel"]),
        // The system's ALSA, for DialToneRig alone.
        .target(name: "CALSA", linkerSettings: [.linkedLibrary("asound")]),
        room("DialNumbers", uses: ["CPhoneNumbers", "DialPorts", "DialModel"]),
        // The system's libphonenumber, for DialNumbers alone.
        .target(
            name: "CPhoneNumbers",
            linkerSettings: [.linkedLibrary("phonenumber"), .linkedLibrary("protobuf")]),
        // Floor 5
        room(
            "DialRuntime", uses: ["DialEngine", "DialPorts", "DialPacing", "DialMath", "DialModel"]),
        room(
            "DialSimulation",
            uses: ["DialEngine", "DialPacing", "DialWorld", "DialMath", "DialModel"]),
        // Floor 7
        .executableTarget(
            name: "dialpace",
            dependencies: [
                "DialCharts", "DialConfig", "DialConnectors", "DialEngine", "DialEstimation",
                "DialFitting", "DialMath", "DialModel", "DialNumbers", "DialPacing", "DialPorts",
                "DialRuntime", "DialSimulatedTrunk",
                "DialSimulation",
                "DialStore", "DialToneRig", "DialTones", "DialWorld",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        // Tests
        .target(
            name: "DialTestSupport",
            dependencies: [
                "DialSimulation", "DialEngine", "DialPacing", "DialWorld", "DialMath", "DialModel",
            ],
            path: "Tests/DialTestSupport", swiftSettings: settings),
        tests("TidyTests", uses: []),
        tests("DialModelTests", uses: ["DialModel"]),
        tests("DialMathTests", uses: ["DialMath"], isHot: true),
        tests("DialChartsTests", uses: ["DialCharts"]),
        tests("DialTonesTests", uses: ["DialTones", "DialMath", "DialModel"], isHot: true),
        .target(name: "SoundTestDevice", dependencies: ["CALSA"], path: "Tests/SoundTestDevice"),
        tests(
            "DialToneRigTests",
            uses: [
                "DialToneRig", "DialTones", "SoundTestDevice", "DialConfig", "DialEngine",
                "DialSimulation", "DialWorld", "DialMath", "DialModel",
            ], isHot: true),
        tests("DialEstimationTests", uses: ["DialEstimation", "DialModel"], isHot: true),
        tests(
            "DialPacingTests", uses: ["DialPacing", "DialEstimation", "DialMath", "DialModel"],
            isHot: true),
        tests(
            "DialFittingTests", uses: ["DialFitting", "DialWorld", "DialMath", "DialModel"],
            isHot: true),
        tests("DialWorldTests", uses: ["DialWorld", "DialMath", "DialModel"], isHot: true),
        tests(
            "DialEngineTests",
            uses: [
                "DialTestSupport", "DialEngine", "DialPacing", "DialSimulation", "DialMath",
                "DialModel",
            ], isHot: true),
        tests(
            "DialSimulationTests",
            uses: ["DialSimulation", "DialPacing", "DialWorld", "DialMath", "DialModel"],
            isHot: true),
        tests(
            "ScenarioTests",
            uses: [
                "DialTestSupport", "DialSimulation", "DialEngine", "DialPacing", "DialStore",
                "DialWorld",
                "DialMath", "DialModel",
            ], isHot: true),
        tests(
            "ValidationTests",
            uses: [
                "DialTestSupport", "DialSimulation", "DialEngine", "DialPacing", "DialWorld",
                "DialMath", "DialModel",
            ], isHot: true),
        tests(
            "DialConfigTests",
            uses: [
                "DialConfig", "DialNumbers", "DialFitting", "DialSimulation", "DialTones",
                "DialMath", "DialModel", "DialWorld",
            ], isHot: true),
        tests(
            "DialStoreTests",
            uses: [
                "DialStore", "DialPorts", "DialModel",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        tests("DialRuntimeTests", uses: ["DialRuntime", "DialMath", "DialModel"]),
        tests(
            "DialConnectorsTests",
            uses: [
                "DialConnectors", "DialRuntime", "DialStore", "DialWorld", "DialPorts", "DialMath",
                "DialModel",
            ]),
        tests(
            "DialNumbersTests", uses: ["DialNumbers", "CPhoneNumbers", "DialPorts", "DialModel"]),
        tests(
            "CommandTests",
            uses: [
                "dialpace", "DialConfig", "DialStore", "DialTones", "DialWorld", "DialMath",
                "DialModel",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
    ]
)
