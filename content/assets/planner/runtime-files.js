// Downloads the runtime folder and lets no byte through that its manifest does not vouch for.
//
// Pyodide needs this: it never answers when its .wasm is missing or damaged, and does not notice a damaged library.

import { sha256 } from "./checksum.js";
import { Failure } from "./failure.js";

// The browser's own, also after worker.js has put another in its place.
const fetchFromHost = globalThis.fetch.bind(globalThis);

const PROGRESS_MILLISECONDS = 50;

const MANIFEST = { name: "manifest.json", type: "application/json" };

/**
 * @typedef {{name: string, bytes: number, sha256: string, type: string, spare: boolean}} RuntimeFile
 * @typedef {{content: Uint8Array, type: string, module?: Promise<WebAssembly.Module>}} CheckedFile the module of what is WebAssembly
 */

/**
 * The files of the folder that a start needs, checked, each as soon as it is here: Python starts with the first while the others come.
 * @param {URL} folder its last part is the version: the beginning of the manifest's SHA-256
 * @param {boolean} isWhole with the spare ones, for a start from the whole library
 * @param {string} suspect the file that was at fault the last time: its copy in the browser's cache is not used again
 * @param {(progress: {loaded: number, total: number, waiting: string[]}) => void} onProgress
 * @returns {Promise<{files: Map<string, Promise<CheckedFile>>, allHere: Promise<void>}>}
 *   allHere rejects with the first failure, and then the other downloads end
 */
export async function downloadRuntime(folder, isWhole, suspect, onProgress) {
  if (!globalThis.crypto?.subtle) throw new Failure("insecure");
  const abort = new AbortController();
  const fetchFile = (file, onBytes, onResponse) => download(new URL(file.name, folder), file, { onBytes, onResponse }, {
    cache: file.name === suspect ? "reload" : "default", // only this one: on a bad connection, what has arrived is worth keeping
    mode: "same-origin",
    signal: abort.signal,
  });
  onProgress({ loaded: 0, total: 0, waiting: [MANIFEST.name] });
  const listed = await readManifest(await fetchFile(MANIFEST, () => {}), folder);
  const wanted = listed.filter(({ spare }) => isWhole || !spare);

  const total = wanted.reduce((sum, file) => sum + file.bytes, 0);
  const waiting = new Set(wanted.map((file) => file.name));
  let loaded = 0;
  let told = 0;
  const report = (bytes) => {
    loaded += bytes;
    if (bytes && performance.now() - told < PROGRESS_MILLISECONDS) return; // on a quick line hundreds of parts come in that time
    told = performance.now();
    onProgress({ loaded, total, waiting: [...waiting] });
  };
  const one = async (file) => {
    let module;
    const content = await fetchFile(file, report, (response) => (module = compiled(file, response)));
    await check(file, content);
    waiting.delete(file.name);
    report(0);
    return { content, type: file.type, module };
  };

  report(0);
  const files = new Map(wanted.map((file) => [file.name, one(file)]));
  const allHere = Promise.all(files.values()).then(
    () => {},
    (cause) => {
      abort.abort(); // the first cause is the one to tell; the other downloads are of no more use
      throw cause;
    },
  );
  return { files, allHere };
}

/** @returns {Promise<RuntimeFile[]>} */
async function readManifest(content, folder) {
  const version = folder.pathname.split("/").at(-2);
  if (!version || !(await sha256(content)).startsWith(version)) throw new Failure("damaged", MANIFEST.name);
  return JSON.parse(new TextDecoder().decode(content)).files;
}

/**
 * WebAssembly is compiled while it comes. That runs nothing of it, and nobody gets the module before the check has been passed.
 * @returns {Promise<WebAssembly.Module> | undefined}
 */
function compiled(file, response) {
  if (file.type !== "application/wasm" || !WebAssembly.compileStreaming) return undefined;
  const module = WebAssembly.compileStreaming(response.clone());
  module.catch(() => {}); // damaged bytes are for the check to tell
  return module;
}

async function download(url, file, { onBytes, onResponse }, options) {
  try {
    const response = await fetchFromHost(url, options);
    if (!response.ok) throw new Failure("missing", file.name, String(response.status));
    const type = essence(response.headers.get("Content-Type"));
    if (!isServedAs(type, file.type)) throw new Failure("type", file.name, `${type || "none"} instead of ${file.type}`);
    onResponse?.(response);
    return await readAll(response.body.getReader(), file.bytes ?? 0, onBytes);
  } catch (cause) {
    throw cause instanceof Failure ? cause : new Failure("network", file.name, String(cause));
  }
}

/** Everything that comes. Where the length is known it is written in its place at once; a wrong length is for the check to tell. */
async function readAll(reader, bytes, onBytes) {
  let content = new Uint8Array(bytes);
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const next = length + part.value.length;
    if (next > content.length) content = grown(content, next);
    content.set(part.value, length);
    length = next;
    onBytes(part.value.length);
  }
  return length === content.length ? content : content.slice(0, length);
}

function grown(content, length) {
  const larger = new Uint8Array(Math.max(length, 2 * content.length));
  larger.set(content);
  return larger;
}

async function check(file, content) {
  if (content.length !== file.bytes) throw new Failure("length", file.name, `${content.length} of ${file.bytes} bytes`);
  if ((await sha256(content)) !== file.sha256) throw new Failure("damaged", file.name);
}

/** The type without its parameters: "text/javascript" of "text/javascript; charset=utf-8". */
function essence(type) {
  return (type ?? "").split(";")[0].trim().toLowerCase();
}

// Hosts have two names for JavaScript. And a host that does not know an archive's ending (GitHub Pages and .whl) calls it just
// bytes; no harm, since its SHA-256 is checked. An error page, the fault this is here to find, is text/html.
const ALSO_FINE = {
  "text/javascript": ["application/javascript"],
  "application/zip": ["application/octet-stream", "application/x-zip-compressed"],
};

function isServedAs(type, expected) {
  return type === expected || (ALSO_FINE[expected] ?? []).includes(type);
}
