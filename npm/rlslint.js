#!/usr/bin/env node
// Runs the program that npm installed for this platform: each has a package of its own, which holds nothing else.
"use strict";

const { spawnSync } = require("child_process");

const platform = `${process.platform}-${process.arch}`;

function program() {
  try {
    return require.resolve(`@rlslint/${platform}/bin/rlslint`);
  } catch {
    console.error(
      `rlslint: error: the package @rlslint/${platform} is not installed. Either there is no rlslint for this ` +
        "platform, or npm was told to leave out optional dependencies (--omit=optional).",
    );
    process.exit(2);
  }
}

const ran = spawnSync(program(), process.argv.slice(2), { stdio: "inherit" });
if (ran.error) {
  console.error(`rlslint: error: ${ran.error.message}`);
  process.exit(2);
}
if (ran.signal) process.kill(process.pid, ran.signal);
process.exit(ran.status ?? 2);
