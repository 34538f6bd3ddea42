import { createReadStream, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { type Problem, problem } from "../messages/main.js";
import { hexByte, type TextFile } from "./encoding.js";
import { fileHash } from "./fileHash.js";

/**
 * A UTF-8 copy with plain line ends of a text file in another encoding (its twin), made once per content as `<hash>.csv` in the cache folder:
 * streamed, written as `.part` and renamed, so that a half-written twin is never read. A file that is UTF-8 with one kind of line end is its own
 * twin. Returns the path to read. Throws DATA-ENCODING.
 */
export async function utf8Twin(path: string, text: TextFile, file: string, cacheFolder: string): Promise<string> {
  if (text.encoding === "utf-8" && !text.mixedLineEnds) return path;
  const twin = join(cacheFolder, `${await fileHash(path)}.csv`);
  if (existsSync(twin)) return twin;
  mkdirSync(cacheFolder, { recursive: true });
  const part = `${twin}.${process.pid}.part`;
  const output = await open(part, "w");
  try {
    await decodeInto(output, path, text, file);
    await output.close();
    renameSync(part, twin);
  } catch (error) {
    await output.close().catch(() => {});
    rmSync(part, { force: true });
    throw error;
  }
  return twin;
}

const slice = 1 << 14;

async function decodeInto(output: FileHandle, path: string, text: TextFile, file: string): Promise<void> {
  const decoder = new TextDecoder(text.encoding, { fatal: true, ignoreBOM: true });
  let offset = text.mark;
  let held = "";
  const decode = async (bytes?: Uint8Array): Promise<string> => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      throw await badByteAfter(offset, path, text, file);
    }
  };
  for await (const chunk of createReadStream(path, { start: text.mark, highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    for (let at = 0; at < chunk.length; at += slice) {
      const bytes = chunk.subarray(at, at + slice);
      const decoded = held + (await decode(bytes));
      // A CR at the end of a piece may be half of a CRLF.
      held = decoded.endsWith("\r") ? "\r" : "";
      await output.writeFile(plainLineEnds(decoded.slice(0, decoded.length - held.length)), "utf8");
      offset += bytes.length;
    }
  }
  await output.writeFile(plainLineEnds(held + (await decode())), "utf8");
}

function plainLineEnds(text: string): string {
  return text.replaceAll(/\r\n?/g, "\n");
}

/** DATA-ENCODING with the exact place of a byte the decoder refuses; the slice that starts at `from` (or the end of the file) holds it. */
async function badByteAfter(from: number, path: string, text: TextFile, file: string): Promise<Problem> {
  const decoder = new TextDecoder(text.encoding, { fatal: true, ignoreBOM: true });
  let offset = text.mark;
  let line = 1;
  let byte = 0;
  const lines = (decoded: string): number => decoded.split("\n").length - 1;
  const at = (): Problem =>
    problem("DATA-ENCODING", { file, encoding: text.encoding.toUpperCase(), offset, line, byte: hexByte(byte), looksLike: null });
  for await (const chunk of createReadStream(path, { start: text.mark, highWaterMark: slice }) as AsyncIterable<Buffer>) {
    if (offset + chunk.length <= from) {
      line += lines(decoder.decode(chunk, { stream: true }));
      offset += chunk.length;
      continue;
    }
    for (byte of chunk) {
      try {
        line += lines(decoder.decode(Uint8Array.of(byte), { stream: true }));
      } catch {
        return at();
      }
      offset++;
    }
  }
  return at();
}
