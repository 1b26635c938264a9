// Python, away from the page's thread. Text in, text out:
//   in   {do: "start", runtime, suspect, isAnew, keeps}   out  {type: "progress", loaded, total, waiting}, {type: "starting"}, {type: "ready", from}
//   in   {do: "ask", id, text}                            out  {type: "answer", id, text} or {type: "answer", id, mistake}
//   out, at any time and for the last time: {type: "failed", failure}
// isAnew: the last start failed, so nothing that was kept is trusted. keeps: this start may be kept on the device for the next.

import { Failure, lastLine } from "./failure.js";
import { Memory } from "./memory.js";
import { downloadRuntime } from "./runtime-files.js";

const WASM = "pyodide.asm.wasm";
const LIBRARY = "library.bin"; // an archive, compressed as a whole: the browser unpacks it faster than Python would

const KEEP_AFTER_SECONDS = 4; // the reader's first questions come first

let pyodide;
let handle; // planner.bridge.handle, the one Python function that stays on this side
let where; // what the page said about the start
let from; // what Python starts from: "library", "memory" (of an earlier start) or "whole" (library)

self.onmessage = ({ data }) => (data.do === "start" ? start(data) : answer(data));

async function start({ runtime, suspect, isAnew, keeps }) {
  const folder = new URL(runtime);
  where = { folder, suspect, keeps, memory: new Memory(folder) };
  try {
    await startPython(usual(isAnew)).catch(startFromWhole);
    postMessage({ type: "ready", from });
  } catch (cause) {
    fail(cause);
  }
}

function usual(isAnew) {
  if (!globalThis.DecompressionStream) return "whole"; // an old browser cannot unpack the lean library
  return isAnew ? "library" : "memory";
}

/**
 * Once more, if what went wrong is that a module is missing.
 *
 * Python starts from library.bin, which has the modules that the planner is known to import, as bytecode. To start from the whole library
 * takes several times as long, and is still better than no plan.
 */
async function startFromWhole(cause) {
  if (from === "whole" || !/^ModuleNotFoundError: /m.test(cause?.message)) throw cause;
  console.warn("library.bin lacks a module, so Python starts again from the whole library:", lastLine(cause.message));
  await startPython("whole");
}

async function startPython(wanted) {
  from = wanted;
  const { folder, suspect, memory } = where;
  const looking = from === "memory" ? memory.look() : undefined;
  const { files, allHere } = await downloadRuntime(folder, from === "whole", suspect, (progress) => postMessage({ type: "progress", ...progress }));
  // Pyodide never answers when a file fails to come. The failure is told by the download.
  await Promise.all([allHere.then(() => postMessage({ type: "starting" })), startFrom(files, looking)]);
  files.clear(); // Python has its own copies
}

/** Starts Python while its files still come. */
async function startFrom(files, looking) {
  const { folder } = where;
  const text = async (name) => new TextDecoder().decode((await files.get(name)).content);
  answerFromChecked(folder, files);
  startCompiled(files);
  // Pyodide imports pyodide.asm.mjs by itself; doing it here first gives a failure its right name.
  const [{ loadPyodide }] = await Promise.all(["pyodide.mjs", "pyodide.asm.mjs"].map((name) => files.get(name).then(() => importScript(name, folder))));
  const options = {
    indexURL: folder.href,
    stdLibURL: new URL(from === "whole" ? "python_stdlib.zip" : LIBRARY, folder).href,
    packageBaseUrl: folder.href,
    lockFileContents: await text("pyodide-lock.json"),
    packages: from === "whole" ? ["hamstring-planner"] : [], // the rest follows from the lock file, and the lock file knows nothing else
  };
  const remembered = await looking;
  if (remembered && (await remember(loadPyodide, options, remembered))) return;
  if (from === "memory") from = "library";
  await startAfresh(loadPyodide, options, () => text("records.json"));
}

/** From the memory of an earlier start, in which the planner is imported and the records are open. Whether that worked. */
async function remember(loadPyodide, options, remembered) {
  try {
    pyodide = await loadPyodide({ ...options, _loadSnapshot: remembered });
    takeHandle();
    return true;
  } catch (cause) {
    console.warn("The kept start cannot be used:", lastLine(String(cause)));
    await where.memory.forget();
    return false;
  }
}

async function startAfresh(loadPyodide, options, readRecords) {
  const keeps = where.keeps && from !== "whole";
  pyodide = await loadPyodide({ ...options, _makeSnapshot: keeps });
  const bridge = pyodide.pyimport("planner.bridge");
  bridge.open_records(await readRecords());
  bridge.destroy();
  if (keeps) keepForNextTime();
  takeHandle();
}

/** A copy of Python's memory, made now, before it hears anything of the reader, and written when the reader has had time to ask. */
function keepForNextTime() {
  try {
    const content = pyodide.makeMemorySnapshot();
    setTimeout(() => where.memory.keep(content), KEEP_AFTER_SECONDS * 1000);
  } catch (cause) {
    console.warn("This start cannot be kept for the next:", lastLine(String(cause)));
  }
}

function takeHandle() {
  const bridge = pyodide.pyimport("planner.bridge");
  handle = bridge.handle.copy(); // a copy outlives the module's proxy
  bridge.destroy();
}

/**
 * From here on, fetch in this worker knows the checked files and nothing else.
 *
 * Pyodide takes its .wasm, its library and its wheels by URL only. Answering these URLs from memory means that it gets the very
 * bytes that were checked, as soon as they are, that nothing is downloaded twice, and that no fetch of Pyodide's can leave for any other place.
 */
function answerFromChecked(folder, files) {
  self.fetch = async (request) => {
    const url = new URL(request.url ?? request, folder).href;
    const name = url.startsWith(folder.href) && url.slice(folder.href.length);
    const file = await files.get(name);
    if (!file) throw new TypeError(`${url} is not part of the planner.`);
    return new Response(bodyOf(name, file), { headers: { "Content-Type": file.type } });
  };
}

function bodyOf(name, { content }) {
  if (name === LIBRARY) return new Blob([content]).stream().pipeThrough(new DecompressionStream("gzip"));
  return name === WASM ? null : content; // startCompiled has the module; ten megabytes need not be copied for nobody
}

/**
 * From here on Pyodide's .wasm is the one that was compiled while it came.
 *
 * Pyodide keeps to itself that it could not be compiled or started (too little memory, an old browser) and waits for ever, so it is told here.
 */
function startCompiled(files) {
  WebAssembly.instantiateStreaming = async (response, imports) => {
    try {
      await response;
      const module = await moduleOf(await files.get(WASM));
      return { module, instance: await WebAssembly.instantiate(module, imports) };
    } catch (cause) {
      if (!(cause instanceof Failure)) fail(new Failure("wasm", WASM, String(cause))); // a download that failed tells itself
      throw cause;
    }
  };
}

/** Where a browser lacks the quick way, or a host adds to the type what that way does not take (a TypeError), it is compiled now. */
async function moduleOf({ content, module }) {
  try {
    if (module) return await module;
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
  }
  return WebAssembly.compile(content);
}

// The script was checked a moment ago, but a script can only be imported by its URL: the page's Content-Security-Policy
// rightly allows no script made from memory. The browser's cache answers, or the server a second time.
async function importScript(name, folder) {
  try {
    return await import(new URL(name, folder).href);
  } catch (cause) {
    throw new Failure("worker", name, String(cause));
  }
}

async function answer({ id, text }) {
  try {
    postMessage({ type: "answer", id, text: await answerTo(text) });
  } catch (cause) {
    console.warn(cause); // the whole traceback, for whoever mends it
    // An exception in the planner concerns this one request. Anything else has broken Python itself.
    if (cause instanceof pyodide.ffi.PythonError) postMessage({ type: "answer", id, mistake: lastLine(cause.message) });
    else fail(cause);
  }
}

async function answerTo(text) {
  try {
    return handle(text);
  } catch (cause) {
    await startFromWhole(cause);
    postMessage({ type: "ready", from }); // the page was told of a start, and waits for its end
    return handle(text);
  }
}

function fail(cause) {
  postMessage({ type: "failed", failure: Failure.from(cause).toData() });
}
