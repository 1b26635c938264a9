// Python, away from the page's thread. Text in, text out:
//   in   {do: "start", runtime, suspect}          out  {type: "progress", loaded, total, waiting}, {type: "starting"}, {type: "ready"}
//   in   {do: "ask", id, text}                    out  {type: "answer", id, text} or {type: "answer", id, mistake}
//   out, at any time and for the last time: {type: "failed", failure}

import { Failure, lastLine } from "./failure.js";
import { downloadRuntime } from "./runtime-files.js";

let pyodide;
let handle; // planner.bridge.handle, the one Python function that stays on this side
let where; // what the page said about the start
let isWhole = false; // whether Python started from the whole library

self.onmessage = ({ data }) => (data.do === "start" ? start(data) : answer(data));

async function start({ runtime, suspect }) {
  where = { folder: new URL(runtime), suspect };
  try {
    await startPython().catch(startFromWhole);
    postMessage({ type: "ready" });
  } catch (cause) {
    fail(cause);
  }
}

/**
 * Once more, if what went wrong is that a module is missing.
 *
 * Python starts from library.zip, which has the modules that the planner is known to import, as bytecode. To start from the whole library
 * takes several times as long, and is still better than no plan.
 */
async function startFromWhole(cause) {
  if (isWhole || !/^ModuleNotFoundError: /m.test(cause?.message)) throw cause;
  console.warn("library.zip lacks a module, so Python starts again from the whole library:", lastLine(cause.message));
  isWhole = true;
  await startPython();
}

async function startPython() {
  const { folder, suspect } = where;
  const files = await downloadRuntime(folder, isWhole, suspect, (progress) => postMessage({ type: "progress", ...progress }));
  postMessage({ type: "starting" });
  const text = (name) => new TextDecoder().decode(files.get(name).content);
  answerFromChecked(folder, files);
  reportBrokenWasm();
  // Pyodide imports pyodide.asm.mjs by itself; doing it here first gives a failure its right name.
  const [{ loadPyodide }] = await Promise.all([importScript("pyodide.mjs", folder), importScript("pyodide.asm.mjs", folder)]);
  pyodide = await loadPyodide({
    indexURL: folder.href,
    stdLibURL: new URL(isWhole ? "python_stdlib.zip" : "library.zip", folder).href,
    packageBaseUrl: folder.href,
    lockFileContents: text("pyodide-lock.json"),
    packages: isWhole ? ["hamstring-planner"] : [], // the rest follows from the lock file, and the lock file knows nothing else
  });
  openRecords(text("records.json"));
  files.clear(); // Python has its own copies
}

function openRecords(records) {
  const bridge = pyodide.pyimport("planner.bridge");
  bridge.open_records(records);
  handle = bridge.handle.copy(); // a copy outlives the module's proxy
  bridge.destroy();
}

/**
 * From here on, fetch in this worker knows the checked files and nothing else.
 *
 * Pyodide takes its .wasm, its library and its wheels by URL only. Answering these URLs from memory means that it gets the very
 * bytes that were checked, that nothing is downloaded twice, and that no fetch of Pyodide's can leave for any other place.
 */
function answerFromChecked(folder, files) {
  self.fetch = async (request) => {
    const url = new URL(request.url ?? request, folder).href;
    const file = url.startsWith(folder.href) && files.get(url.slice(folder.href.length));
    if (!file) throw new TypeError(`${url} is not part of the planner.`);
    return new Response(file.content, { headers: { "Content-Type": file.type } });
  };
}

/** Pyodide keeps to itself that its .wasm could not be instantiated (too little memory, an old browser) and waits for ever. */
function reportBrokenWasm() {
  const instantiate = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (...given) => {
    try {
      return await instantiate.apply(WebAssembly, given);
    } catch (cause) {
      fail(new Failure("wasm", "pyodide.asm.wasm", String(cause)));
      throw cause;
    }
  };
}

// The two scripts were checked a moment ago, but a script can only be imported by its URL: the page's Content-Security-Policy
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
    return handle(text);
  }
}

function fail(cause) {
  postMessage({ type: "failed", failure: Failure.from(cause).toData() });
}
