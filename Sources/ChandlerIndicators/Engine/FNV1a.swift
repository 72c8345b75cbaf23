/// The 64-bit FNV-1a hash: the same on every machine, and changed by any single changed byte.
///
/// **Source:** Fowler, Noll, Vo; draft-eastlake-fnv.
struct FNV1a {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
}
