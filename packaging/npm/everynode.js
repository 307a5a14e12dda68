#!/usr/bin/env node
// Starts the binary of this platform; its exit code and signals are ours.
"use strict";
const { spawnSync } = require("child_process");

const platform = `@everynode/${process.platform}-${process.arch}`;
const file = process.platform === "win32" ? "everynode.exe" : "everynode";
let binary;
try {
  binary = require.resolve(`${platform}/bin/${file}`);
} catch {
  console.error(`everynode: there is no package ${platform}; was it left out with --omit=optional?`);
  process.exit(2);
}
const run = spawnSync(binary, process.argv.slice(2), { stdio: "inherit" });
if (run.error) {
  console.error(`everynode: ${run.error.message}`);
  process.exit(2);
}
if (run.signal) process.kill(process.pid, run.signal);
process.exit(run.status ?? 2);
