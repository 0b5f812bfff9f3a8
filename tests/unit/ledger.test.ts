import { expect, it } from 'vitest';
import { readCourse } from '../../build/check-content.ts';
import { faultsOfLedger, ledgerHistory, publishedIn, readLedger } from '../../build/ledger.ts';

const course = readCourse('src/content');
const ledger = readLedger();

it('a line that a commit added is published by that commit', () => {
  const log = 'commit abc1234\n--- a/src/ledger.txt\n+++ b/src/ledger.txt\n-/faq/old/\n+/faq/new/';
  expect(publishedIn(log)).toEqual(new Map([['/faq/new/', 'abc1234']]));
});

it('a line that was published and is gone is told with its commit', () => {
  expect(faultsOfLedger(ledger, course, 'commit abc1234\n+/faq/gone/')).toEqual([
    expect.stringContaining('/faq/gone/, published by abc1234, was taken out'),
  ]);
});

it('an address that leads nowhere is told with its line and the nearest', () => {
  const faults = faultsOfLedger([...ledger, '/faq/pmm-vs-pn/'], course, undefined);
  expect(faults).toEqual([
    expect.stringMatching(
      new RegExp(`^src/ledger.txt:${ledger.length + 1}  .* the nearest is /faq/pmm-vs-pm/`),
    ),
  ]);
});

it('an empty ledger is told in one sentence', () => {
  expect(faultsOfLedger([], course, undefined)).toEqual([
    expect.stringContaining('src/ledger.txt is missing or empty. Bring it back'),
  ]);
});

it('every address ever published opens, and every address is in the ledger', () => {
  expect(faultsOfLedger(ledger, course, undefined)).toEqual([]);
});

const history = ledgerHistory();
it.skipIf(history === undefined)('no line was ever taken out of the ledger', () => {
  expect(faultsOfLedger(ledger, course, history)).toEqual([]);
});
