// Turns a pack into one of an older minor version, for tests: its manifest names that version, with a valid checksum.

const MASK = (1n << 64n) - 1n;
const [P1, P2, P3, P4, P5] = [0x9e3779b185ebca87n, 0xc2b2ae3d27d4eb4fn, 0x165667b19e3779f9n, 0x85ebca77c2b2ae63n, 0x27d4eb2f165667c5n];
const rotated = (value, by) => ((value << by) | (value >> (64n - by))) & MASK;
const round = (lane, input) => (rotated((lane + input * P2) & MASK, 31n) * P1) & MASK;

/** XXH64 with seed 0: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md. */
export function xxh64(bytes) {
  let at = 0;
  const word = () => bytes.readBigUInt64LE((at += 8) - 8);
  let hash = P5;
  if (bytes.length >= 32) {
    const lanes = [(P1 + P2) & MASK, P2, 0n, (MASK + 1n - P1) & MASK];
    while (at + 32 <= bytes.length) for (const lane of lanes.keys()) lanes[lane] = round(lanes[lane], word());
    hash = lanes.reduce((sum, lane, which) => (sum + rotated(lane, [1n, 7n, 12n, 18n][which])) & MASK, 0n);
    for (const lane of lanes) hash = ((hash ^ round(0n, lane)) * P1 + P4) & MASK;
  }
  hash = (hash + BigInt(bytes.length)) & MASK;
  while (at + 8 <= bytes.length) hash = (rotated(hash ^ round(0n, word()), 27n) * P1 + P4) & MASK;
  if (at + 4 <= bytes.length) {
    hash = (rotated(hash ^ ((BigInt(bytes.readUInt32LE(at)) * P1) & MASK), 23n) * P2 + P3) & MASK;
    at += 4;
  }
  for (; at < bytes.length; at += 1) hash = (rotated(hash ^ ((BigInt(bytes[at]) * P5) & MASK), 11n) * P1) & MASK;
  for (const [shift, factor] of [[33n, P2], [29n, P3], [32n, 1n]]) hash = ((hash ^ (hash >> shift)) * factor) & MASK;
  return hash;
}

/** Returns the text of `manifest.json` with this minor version. */
export function olderManifest(manifest, minor) {
  const older = manifest.replace(/"minor":\d+/, `"minor":${minor}`);
  const [, signed] = /^([^]*"checksum":")[0-9a-f]{16}"\}\n?$/.exec(older);
  return `${signed}${xxh64(Buffer.from(signed)).toString(16).padStart(16, "0")}"}\n`;
}
