const pageBytes = 65_536;
const memorySection = 5;

/**
 * The same WebAssembly module with a memory maximum. QuickJS's own memory limit counts its allocations and
 * was observed to fail; the engine enforces a maximum in the module: growing beyond it fails
 * (https://webassembly.github.io/spec/core/binary/modules.html#memory-section).
 */
export function capMemory(wasm: Uint8Array, bytesMax: number): Uint8Array {
  let at = 8; // magic and version
  while (at < wasm.length) {
    const id = wasm[at];
    const size = readNumber(wasm, at + 1);
    const end = size.next + size.value;
    if (id === memorySection) return replace(wasm, at, end, memorySectionWithMax(wasm, size.next, bytesMax));
    at = end;
  }
  throw new Error("the WebAssembly module has no memory of its own");
}

function memorySectionWithMax(wasm: Uint8Array, at: number, bytesMax: number): number[] {
  const count = readNumber(wasm, at);
  const minimum = readNumber(wasm, count.next + 1); // after the byte that says whether there is a maximum
  const pagesMax = Math.floor(bytesMax / pageBytes);
  if (count.value !== 1) throw new Error(`the WebAssembly module has ${count.value} memories`);
  if (pagesMax < minimum.value)
    throw new Error(`memoryBytesMax must be at least ${minimum.value * pageBytes}; it is ${bytesMax}`);
  const content = [1, 1, ...writeNumber(minimum.value), ...writeNumber(pagesMax)];
  return [memorySection, ...writeNumber(content.length), ...content];
}

function replace(bytes: Uint8Array, from: number, to: number, by: readonly number[]): Uint8Array {
  return Buffer.concat([bytes.subarray(0, from), Uint8Array.from(by), bytes.subarray(to)]);
}

/** LEB128, unsigned. */
function readNumber(bytes: Uint8Array, at: number): { value: number; next: number } {
  let value = 0;
  for (let next = at, shift = 0; shift < 35; shift += 7) {
    const byte = bytes[next++] ?? 0;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return { value, next };
  }
  throw new Error("the WebAssembly module is not valid");
}

function writeNumber(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...writeNumber(value >>> 7)];
}
