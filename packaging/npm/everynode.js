#!/usr/bin/env node
// Starts the binary of this platform; signals go on to it, and its end is ours.
"use strict";
const { spawn } = require("child_process");

const platform = `@everynode/${process.platform}-${process.arch}`;
const file = process.platform === "win32" ? "everynode.exe" : "everynode";
let binary;
try {
  binary = require.resolve(`${platform}/bin/${file}`);
} catch {
  console.error(`everynode: there is no package ${platform}; was it left out with --omit=optional?`);
  process.exit(2);
}
const child = spawn(binary, process.argv.slice(2), { stdio: "inherit" });
const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
for (const signal of signals) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
  console.error(`everynode: ${error.message}`);
  process.exit(2);
});
child.on("exit", (code, signal) => {
  if (!signal) process.exit(code);
  for (const each of signals) process.removeAllListeners(each);
  process.kill(process.pid, signal);
});
