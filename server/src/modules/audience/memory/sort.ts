/** By 11 bits at a time, lowest first, so that equals stay as they stood. */
export function sortBy(order: Uint32Array, keys: Float64Array): Uint32Array {
  let min = Infinity;
  let max = -Infinity;
  for (const slot of order) {
    min = Math.min(min, keys[slot]!);
    max = Math.max(max, keys[slot]!);
  }
  let from: Uint32Array = order;
  let to: Uint32Array = new Uint32Array(order.length);
  for (let unit = 1; unit <= max - min; unit *= 2048) {
    const starts = new Uint32Array(2049);
    for (const slot of from) starts[(Math.floor((keys[slot]! - min) / unit) % 2048) + 1]!++;
    for (let i = 1; i < 2049; i++) starts[i]! += starts[i - 1]!;
    for (const slot of from) to[starts[Math.floor((keys[slot]! - min) / unit) % 2048]!++] = slot;
    [from, to] = [to, from];
  }
  return from;
}
