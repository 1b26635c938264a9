// The pinned Pyodide under Node, for the build's own tools: node TOOL.mjs PYODIDE_FOLDER JOB_FOLDER …
// Python finds JOB_FOLDER as /job.

import { readFileSync, writeFileSync } from "node:fs";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

/** @param {string} [library] the site's library.bin, to start from in the place of Pyodide's own */
export async function startPyodide(library) {
  const [folder, job] = argv.slice(2);
  const options = library ? { stdLibURL: `${job}/library.zip` } : {};
  if (library) writeFileSync(options.stdLibURL, gunzipSync(readFileSync(library)));
  const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
  const python = await loadPyodide({ indexURL: `${folder}/`, ...options });
  python.FS.mkdir("/job");
  python.mountNodeFS("/job", job);
  return python;
}
