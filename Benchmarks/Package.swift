// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "benchmarks",
    dependencies: [
        .package(name: "dialpace", path: ".."),
        // Without its traits: they replace the allocator, which is what is measured here.
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.0", traits: []),
    ],
    targets: [
        // `swift package benchmark`: time, by size and policy.
        .executableTarget(
            name: "Speed",
            dependencies: [
                "SteadyCampaign",
                .product(name: "Dialpace", package: "dialpace"),
                .product(name: "Benchmark", package: "benchmark"),
            ],
            path: "Benchmarks/Speed",
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        ),
        // `./allocations`: one campaign in its steady state.
        .executableTarget(
            name: "steady",
            dependencies: [
                "CAllocations", "SteadyCampaign", .product(name: "Dialpace", package: "dialpace"),
            ]),
        // `peers/compare` and `./instructions`: the reference model on the whole engine.
        .executableTarget(
            name: "reference",
            dependencies: ["SteadyCampaign", .product(name: "Dialpace", package: "dialpace")]),
        // `swift run -c release refill`: how long a campaign waits for its next leads.
        .executableTarget(
            name: "refill",
            dependencies: [
                .product(name: "Dialpace", package: "dialpace"),
                .product(name: "DialpaceStore", package: "dialpace"),
            ]),
        // `pacing/measure --only decisions`: one pacing decision.
        .executableTarget(
            name: "decisions",
            dependencies: [
                "CAllocations", "SteadyCampaign", .product(name: "Dialpace", package: "dialpace"),
            ]),
        // `./ears`: what it costs to listen to a line.
        .executableTarget(
            name: "ears",
            dependencies: ["CAllocations", .product(name: "Dialpace", package: "dialpace")]),
        .target(
            name: "SteadyCampaign", dependencies: [.product(name: "Dialpace", package: "dialpace")]),
        .target(name: "CAllocations"),
    ]
)
