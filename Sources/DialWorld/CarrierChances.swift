import DialMath

/// The carrier's uses of chance, each with a stream of its own.
struct CarrierChances: Sendable {
    let fate, setup, setupFailure, ring, screening, hearing, patience, leaves, stay, key, keyDelay,
        loss: Chance

    init(seed: UInt64) {
        fate = Chance(seed: seed, stream: "fate")
        setup = Chance(seed: seed, stream: "setup")
        setupFailure = Chance(seed: seed, stream: "setup failure")
        ring = Chance(seed: seed, stream: "ring")
        screening = Chance(seed: seed, stream: "screening")
        hearing = Chance(seed: seed, stream: "hearing")
        patience = Chance(seed: seed, stream: "patience")
        leaves = Chance(seed: seed, stream: "leaves")
        stay = Chance(seed: seed, stream: "stay")
        key = Chance(seed: seed, stream: "key")
        keyDelay = Chance(seed: seed, stream: "key delay")
        loss = Chance(seed: seed, stream: "loss")
    }
}
