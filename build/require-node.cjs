/*
 * Starts a command of build/ and refuses to on a Node that cannot run it:
 *
 *   node build/require-node.cjs build/serve.ts …arguments
 *
 * Plain JavaScript that Node 12 still reads, so that an old one gets as far as the sentence below
 * instead of a syntax error.
 */
'use strict';

const fs = require('fs');
const path = require('path');
const url = require('url');

/** The first line of releases that strips types from .ts files and knows import.meta.main. */
const OLDEST = 24;

const command = process.argv[2];

function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

if (parseInt(process.versions.node, 10) < OLDEST) {
  stop(
    `Crossover needs Node ${OLDEST} or newer, and this is Node ${process.versions.node} (${process.execPath}): run \`npm ci\`, then start the command through npm (npm start, npm test, npm run …), which brings the right Node.`,
  );
} else if (!command) {
  stop('No command is named: write `node build/require-node.cjs build/serve.ts`, for example.');
} else if (!fs.existsSync(command)) {
  stop(`There is no ${command} in ${process.cwd()}: start it in the project's folder.`);
} else {
  // The command sees the arguments that it would see if Node had been given its file.
  process.argv.splice(1, 2, fs.realpathSync(command));
  import(url.pathToFileURL(process.argv[1]).href);
}
