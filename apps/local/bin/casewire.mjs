#!/usr/bin/env node
// The way in: plain JavaScript without dependencies, because it runs before anything is installed.
// Nothing newer than this version check may be loaded until it has passed.
const [major] = process.versions.node.split('.').map(Number);
if (major < 20) {
  console.error(
    `Casewire needs Node.js 20 or later; this is ${process.version}. Get it from https://nodejs.org`,
  );
  process.exitCode = 1;
} else {
  const { launch } = await import('./launch.mjs');
  process.exitCode = await launch(process.argv.slice(2));
}
