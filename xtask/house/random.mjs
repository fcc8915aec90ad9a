/** Random numbers that are the same for the same seed, so that the fictional house can be generated again, byte for byte. */

/** Returns a 32-bit hash of a text (FNV-1a). @param {string} text */
function hash(text) {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return value;
}

/** Returns a random source for `seed` (mulberry32). @param {string} seed */
export function chance(seed) {
  let state = hash(seed);
  /** Returns a number from 0, included, to 1, excluded. */
  const number = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    number,
    /** @param {number} from @param {number} to excluded */
    between: (from, to) => from + number() * (to - from),
    /** @param {number} share 0 to 1 */
    happens: (share) => number() < share,
    /** @template T @param {readonly T[]} list */
    one: (list) => list[Math.floor(number() * list.length)],
    /**
     * Returns one entry of `list`, with a probability in proportion to its weight.
     * @template T
     * @param {readonly T[]} list
     * @param {(entry: T) => number} weight
     */
    weighted(list, weight) {
      const weights = list.map(weight);
      let rest = number() * weights.reduce((sum, one) => sum + one, 0);
      return list.find((_, at) => (rest -= weights[at]) < 0) ?? list[list.length - 1];
    },
  };
}
