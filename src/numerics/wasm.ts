/**
 * Turns a kernel that travels as base64 in a generated module into its exported functions, at once and with nothing of Node or the
 * DOM: these floors compile without either, so the little of WebAssembly that is needed is declared here.
 */
interface WebAssemblyApi {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports?: Record<string, Record<string, unknown>>) => { exports: unknown };
  Memory: new (size: { initial: number; maximum?: number; shared?: boolean }) => WasmMemory;
}

/** Linear memory of a kernel. */
export interface WasmMemory {
  /** A SharedArrayBuffer where the memory is shared. */
  buffer: ArrayBuffer;
  /** Adds pages. Arrays on a memory that is shared stay valid, those on others do not. */
  grow(pages: number): number;
}

const api = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;

/** A kernel compiled from base64, to be instantiated once or on many memories. */
export function compile(base64: string): object {
  return new api.Module(decodeBase64(base64));
}

/** The exports of a compiled kernel. The caller states their types: they are those of its file under assembly/. */
export function instantiateModule<Functions>(module: object, imports?: Record<string, Record<string, unknown>>): Functions {
  return new api.Instance(module, imports).exports as Functions;
}

/** A fresh linear memory of so many 64 KiB pages. */
export function wasmMemory(pages: number): WasmMemory {
  return new api.Memory({ initial: pages });
}

/** Pages of the largest memory: 4 GiB. */
const MOST_PAGES = 65_536;

/** A fresh linear memory that threads can share and that can grow; null where the platform has none. */
export function sharedWasmMemory(pages: number): WasmMemory | null {
  if (typeof SharedArrayBuffer === "undefined") return null;
  return new api.Memory({ initial: pages, maximum: MOST_PAGES, shared: true });
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The bytes of a base64 text (RFC 4648, padded). */
export function decodeBase64(text: string): Uint8Array {
  const value = new Uint8Array(128);
  for (let i = 0; i < alphabet.length; i++) value[alphabet.charCodeAt(i)] = i;
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let at = 0;
  for (let i = 0; i < text.length; i += 4) {
    const group =
      (value[text.charCodeAt(i)]! << 18) |
      (value[text.charCodeAt(i + 1)]! << 12) |
      (value[text.charCodeAt(i + 2)]! << 6) |
      value[text.charCodeAt(i + 3)]!;
    bytes[at++] = group >>> 16;
    if (at < bytes.length) bytes[at++] = (group >>> 8) & 255;
    if (at < bytes.length) bytes[at++] = group & 255;
  }
  return bytes;
}
