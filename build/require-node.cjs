/*
 * Starts a command of build/ and refuses to on a Node that cannot run it:
 *
 *   node build/require-node.cjs build/serve.ts …arguments
 *
 * Plain old JavaScript, so that a Node of many years ago gets as far as the sentence below instead
 * of a syntax error.
 */
'use strict';

var fs = require('fs');
var path = require('path');
var url = require('url');

/** The first release that strips types from .ts files and knows import.meta.main. */
var OLDEST = 24;

var command = process.argv[2];

function stop(sentence) {
  process.stderr.write(sentence + '\n');
  process.exit(1);
}

if (parseInt(process.versions.node, 10) < OLDEST) {
  stop(
    'Crossover needs Node ' +
      OLDEST +
      ' or newer, and this is Node ' +
      process.versions.node +
      ' (' +
      process.execPath +
      '): run `npm ci`, then start the command through npm' +
      ' (npm start, npm test, npm run …), which brings the right Node.',
  );
} else if (!command) {
  stop('No command to start: write `node build/require-node.cjs build/serve.ts`, for example.');
} else if (!fs.existsSync(command)) {
  stop(
    'There is no command ' +
      command +
      ' in ' +
      process.cwd() +
      ': check its name and start it in the project folder.',
  );
} else {
  // The command sees the arguments that it would see if Node had been given its file directly.
  process.argv.splice(1, 2, fs.realpathSync(path.resolve(command)));
  import(url.pathToFileURL(process.argv[1]).href);
}
