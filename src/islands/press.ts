/** Milliseconds between two looks whether something is still pressed, and after which none is waited for. */
const LOOK = 50;
const LONGEST = 1500;

async function wait(): Promise<void> {
  for (let waited = 0; waited < LONGEST && document.querySelector(':active'); waited += LOOK)
    await new Promise((resolve) => setTimeout(resolve, LOOK));
}

let waiting: Promise<void> | undefined;

/**
 * Resolves when nothing on the page is pressed, for all who wait in the order in which they came. What grows
 * or is drawn anew between the press and the release moves away from under the hand, and the click with it.
 */
export function released(): Promise<void> {
  waiting ??= wait().finally(() => (waiting = undefined));
  return waiting;
}
