// The pinned Pyodide under Node, for the build's own tools: node TOOL.mjs PYODIDE_FOLDER JOB_FOLDER …
// Python finds JOB_FOLDER as /job.

import { argv } from "node:process";
import { pathToFileURL } from "node:url";

export async function startPyodide(options = {}) {
  const [folder, job] = argv.slice(2);
  const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
  const python = await loadPyodide({ indexURL: `${folder}/`, ...options });
  python.FS.mkdir("/job");
  python.mountNodeFS("/job", job);
  return python;
}
