/** What a page as it stands measures: what fits, what can be hit, what moves, what the keys show. */
import type { Page } from 'playwright-core';

/** What on a page does not fit: it scrolls sideways, cuts words off, or sets words over words. */
export function misfits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    scrollTo(0, 0);
    const beyond = document.documentElement.scrollWidth - innerWidth;
    if (beyond > 0) found.push(`the page scrolls ${beyond} px sideways`);
    const named = (element: Element) =>
      `<${element.tagName.toLowerCase()} class="${element.className}">${element.textContent.trim().slice(0, 40)}`;
    function texts(element: Element): Text[] {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      const all: Text[] = [];
      while (walker.nextNode()) {
        const text = walker.currentNode as Text;
        if (text.data.trim() !== '' && !hidden(text.parentElement!)) all.push(text);
      }
      return all;
    }
    const dialog = document.querySelector('dialog[open]');
    // Asked of each element and of each of its texts, so what its ancestors say of it is kept.
    const known = new Map<Element, boolean>();
    const isClipped = (element: Element): boolean => {
      const answer =
        known.get(element) ??
        (element.matches('.visually-hidden, .sr-only') ||
          getComputedStyle(element).clipPath !== 'none' ||
          (element.parentElement !== null && isClipped(element.parentElement)));
      known.set(element, answer);
      return answer;
    };
    const hidden = (element: Element) =>
      (dialog !== null && !dialog.contains(element)) || isClipped(element);
    const blocks: { element: Element; box: DOMRect }[] = [];
    for (const element of document.body.querySelectorAll<HTMLElement>('*:not(svg, svg *)')) {
      const style = getComputedStyle(element);
      if (!element.checkVisibility() || hidden(element)) continue;
      const cutX =
        /hidden|clip/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
      const cutY =
        /hidden|clip/.test(style.overflowY) && element.scrollHeight > element.clientHeight + 1;
      // What is typed may be longer than its field, which the cursor goes through; of what was found a
      // line or two are shown, and the rest behind its link.
      if ((cutX || cutY) && !element.matches('input, .excerpt'))
        found.push(`cut off: ${named(element)}`);
      // A wide table of a tool scrolls in a box of its own, which the keys reach.
      const isWide = element.scrollWidth > element.clientWidth + 1;
      if (isWide && /auto|scroll/.test(style.overflowX) && element.tabIndex < 0)
        found.push(`scrolls sideways, and the keys do not reach it: ${named(element)}`);
      const saysWords = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim() !== '',
      );
      if (!saysWords || style.display === 'inline' || style.display === 'contents') continue;
      const rects = texts(element).flatMap((text) => {
        const range = document.createRange();
        range.selectNodeContents(text);
        return [...range.getClientRects()];
      });
      const left = Math.min(...rects.map((rect) => rect.left));
      const top = Math.min(...rects.map((rect) => rect.top));
      const right = Math.max(...rects.map((rect) => rect.right));
      const bottom = Math.max(...rects.map((rect) => rect.bottom));
      // Of an excerpt only what its box shows is there, and of a table that scrolls in a box of its own.
      const scroller = element.closest('[tabindex="0"]');
      const end = Math.min(
        bottom,
        cutY ? element.getBoundingClientRect().bottom : Infinity,
        scroller?.getBoundingClientRect().bottom ?? Infinity,
      );
      const box = new DOMRect(left, top, right - left, Math.max(0, end - top));
      if (box.width > 0 && box.height > 0 && box.bottom + scrollY > 0)
        blocks.push({ element, box });
      const isScrolled = scroller !== null;
      if (isWide && !isScrolled && !element.matches('input, textarea, select'))
        found.push(`spills ${element.scrollWidth - element.clientWidth} px: ${named(element)}`);
      if (box.right > innerWidth + 1 && !isScrolled)
        found.push(`beyond the edge: ${named(element)}`);
    }
    /** What lies above the page on purpose. */
    const layer = (element: Element) =>
      element.closest('dialog, :popover-open') ??
      element.closest('header.header, .sidebar-pane, .right-sidebar') !== null;
    for (const [index, one] of blocks.entries()) {
      for (const other of blocks.slice(index + 1)) {
        const wide =
          Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const high =
          Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        // Whose layers they are takes longer to tell than where they stand, so it is asked last.
        if (wide <= 2 || high <= 4 || one.element.contains(other.element)) continue;
        if (layer(one.element) === layer(other.element))
          found.push(`${named(one.element)} lies over ${named(other.element)}`);
      }
    }
    return found;
  });
}

/** How much of the window's height is under what stays while the page scrolls: 0.2 is a fifth. */
export function shareOfBars(page: Page): Promise<number> {
  return page.evaluate(async () => {
    scrollTo(0, 300);
    await new Promise(requestAnimationFrame);
    const bars = [...document.body.querySelectorAll<HTMLElement>('*')].filter(
      (element) =>
        /fixed|sticky/.test(getComputedStyle(element).position) &&
        element.checkVisibility() &&
        element.getBoundingClientRect().bottom > 0,
    );
    const height = bars.reduce((sum, bar) => sum + bar.getBoundingClientRect().height, 0);
    scrollTo(0, 0);
    return height / innerHeight;
  });
}

/**
 * What a finger or a mouse may miss, each with its size. A target is what is clicked: a box with its label
 * is one. It is 24 × 24 pixels large at least, as WCAG 2.5.8 has it, or
 *
 * - stands in a line of text, beside words of its sentence, or
 * - has so much room around it that a circle of 24 pixels at its center touches no other target and
 *   no such circle of another small one.
 *
 * Buttons, choices and the labels of boxes are 44 × 44 at least, wherever they stand.
 */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const LEAST = 24;
    const PRIMARY = 44;
    /** Half a pixel is what a browser rounds away. */
    const isLess = (size: number, least: number) => size < least - 0.5;
    interface Target {
      element: HTMLElement;
      rects: DOMRect[];
      width: number;
      height: number;
      x: number;
      y: number;
    }
    const ALL =
      'a[href], button, input:not([type=hidden]), select, textarea, summary, label, [role=button], [tabindex="0"][role]';
    const dialog = document.querySelector('dialog[open]');
    const known = new Map<Element, boolean>();
    const isClipped = (element: Element): boolean => {
      const answer =
        known.get(element) ??
        (getComputedStyle(element).clipPath !== 'none' ||
          (element.parentElement !== null && isClipped(element.parentElement)));
      known.set(element, answer);
      return answer;
    };
    const isShown = (element: Element) =>
      element.checkVisibility({ visibilityProperty: true }) &&
      // What is hidden from eyes until it has the focus is no target of a pointer.
      !isClipped(element) &&
      (!dialog || dialog.contains(element));
    const rectsOf = (element: Element): DOMRect[] =>
      [element, ...element.querySelectorAll('*')]
        .filter((each) => isShown(each))
        .flatMap((each) => [...each.getClientRects()])
        .filter(({ width, height }) => width > 0 && height > 0);
    const targets: Target[] = [];
    for (const element of document.querySelectorAll<HTMLElement>(ALL)) {
      if (!isShown(element)) continue;
      // A box in its label, and a label around a field or without one, are no targets of their own.
      if (element.matches('label label *, label [type=checkbox], label [type=radio]')) continue;
      if (
        element instanceof HTMLLabelElement &&
        !element.control?.matches('[type=checkbox], [type=radio]')
      )
        continue;
      const rects = rectsOf(element);
      if (rects.length === 0) continue;
      const left = Math.min(...rects.map((rect) => rect.left));
      const top = Math.min(...rects.map((rect) => rect.top));
      const right = Math.max(...rects.map((rect) => rect.right));
      const bottom = Math.max(...rects.map((rect) => rect.bottom));
      if (bottom + scrollY <= 0) continue; // a link to the text, which shows itself to the keys
      // Of a link that is broken into lines, the largest piece is what can be hit.
      const [largest] = rects.toSorted((a, b) => b.width * b.height - a.width * a.height);
      targets.push({
        element,
        rects,
        width: largest!.width,
        height: largest!.height,
        x: (left + right) / 2,
        y: (top + bottom) / 2,
      });
    }
    const isSmall = ({ width, height }: Target) => isLess(width, LEAST) || isLess(height, LEAST);

    /** Whether it stands in a line of text, in a sentence that has words beside it and other targets. */
    function isInSentence({ element }: Target): boolean {
      if (!getComputedStyle(element).display.startsWith('inline')) return false;
      let block: Element = element;
      while (/^(inline|contents)/.test(getComputedStyle(block).display))
        block = block.parentElement!;
      const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
      const [own, others] = ['\uE000', '\uE001'];
      let flow = '';
      while (walker.nextNode()) {
        const { data, parentElement } = walker.currentNode as Text;
        if (!isShown(parentElement!)) continue;
        const target = parentElement!.closest('a, button, summary');
        flow += target === element ? own : target ? others : data;
      }
      const sentence = flow.split(/(?<=[.!?])\s+/).find((each) => each.includes(own));
      return /[\p{L}\p{N}]/u.test(sentence ?? '');
    }
    const small = targets.filter((target) => isSmall(target));
    function isCrowded(target: Target): boolean {
      const { x, y } = target;
      const fromRect = (rect: DOMRect) =>
        Math.hypot(
          Math.max(rect.left - x, 0, x - rect.right),
          Math.max(rect.top - y, 0, y - rect.bottom),
        );
      return (
        targets.some(
          (other) =>
            other !== target &&
            !other.element.contains(target.element) &&
            other.rects.some((rect) => fromRect(rect) < LEAST / 2),
        ) || small.some((other) => other !== target && Math.hypot(other.x - x, other.y - y) < LEAST)
      );
    }
    const isPrimary = ({ element }: Target) =>
      element.matches('button, [role=button], select, summary, label, input, textarea');
    const named = ({ element, width, height }: Target) =>
      `${Math.round(width)} × ${Math.round(height)}: <${element.tagName.toLowerCase()} class="${element.className}"> ${element.textContent.trim().slice(0, 40)}`;
    return targets
      .filter((target) =>
        isPrimary(target)
          ? isLess(target.width, PRIMARY) || isLess(target.height, PRIMARY)
          : isSmall(target) && !isInSentence(target) && isCrowded(target),
      )
      .map(named);
  });
}

/** What moves, or would with the next change of its state, and for how many milliseconds. */
export function movements(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const running = document
      .getAnimations()
      .filter(({ playState, effect }) => {
        const { activeDuration } = effect!.getComputedTiming();
        return playState === 'running' && Number(activeDuration) > 0;
      })
      .map(({ effect }) => `moves: ${(effect as KeyframeEffect).target?.className}`);
    const lasting = (list: string) => list.split(', ').some((time) => Number.parseFloat(time) > 0);
    const found = [document.documentElement, ...document.querySelectorAll('body, body *')].flatMap(
      (element) =>
        ['', '::before', '::after', '::backdrop', '::details-content'].flatMap((part) => {
          const style = getComputedStyle(element, part || null);
          const named = `<${element.tagName.toLowerCase()} class="${String(element.className)}">${part}`;
          return [
            ...(lasting(style.transitionDuration)
              ? [`${named} would move for ${style.transitionDuration}`]
              : []),
            ...(style.animationName !== 'none' && lasting(style.animationDuration)
              ? [`${named} moves for ${style.animationDuration}`]
              : []),
            ...(style.scrollBehavior === 'smooth' ? [`${named} scrolls smoothly`] : []),
          ];
        }),
    );
    return [...running, ...new Set(found)];
  });
}
