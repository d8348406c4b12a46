import { AxeBuilder } from '@axe-core/playwright';
import {
  expect,
  type Locator,
  type Page,
  type TestInfo,
} from '@playwright/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

/** Stands on what is looked at, since axe is told by a selector. */
const MARK = 'data-looked-at';

// High enough for all of a page to be in the picture.
const WIDE = { width: 1280, height: 1800 };
const NARROW = { width: 360, height: 2400 };
// A sidebar leaves a tablet less room than a telephone has.
const TABLET = { width: 768, height: 2400 };

/** How a page is looked at. */
const LOOKS = [
  { name: 'light', colorScheme: 'light', size: WIDE, brief: true },
  { name: 'dark', colorScheme: 'dark', size: WIDE, brief: false },
  { name: 'tablet', colorScheme: 'light', size: TABLET, brief: false },
  { name: 'narrow-light', colorScheme: 'light', size: NARROW, brief: false },
  { name: 'narrow-dark', colorScheme: 'dark', size: NARROW, brief: true },
] as const;

/** What sticks out of the page to the right, and is in no box of ours that scrolls or cuts it. */
function overflowOf(what: Locator): Promise<string[]> {
  return what.evaluate(root => {
    const isVisible = (box: Element) =>
      getComputedStyle(box).overflowX === 'visible';
    const isHeld = (box: Element) => {
      for (
        let around = box.parentElement;
        around && root.contains(around);
        around = around.parentElement
      ) {
        if (!isVisible(around)) {
          return true;
        }
      }
      return false;
    };
    return [...root.querySelectorAll('*')]
      .filter(
        box =>
          box.getBoundingClientRect().right > window.innerWidth + 1 &&
          !isHeld(box),
      )
      .map(box => box.outerHTML.slice(0, 200));
  });
}

/** Plain words that have so little room that they stand on two lines. */
function tornWordsOf(what: Locator): Promise<string[]> {
  return what.evaluate(root => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const torn: string[] = [];
    const range = document.createRange();
    while (texts.nextNode()) {
      const text = texts.currentNode;
      for (const word of (text.textContent ?? '').matchAll(
        /(?<!\S)[A-Za-z]{2,15}(?!\S)/g,
      )) {
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        const lines = [...range.getClientRects()].map(({ top }) => top);
        if (new Set(lines).size > 1) {
          torn.push(word[0]);
        }
      }
    }
    return torn;
  });
}

async function inTheme(page: Page, mode: 'light' | 'dark'): Promise<void> {
  await expect(page.locator('body')).toHaveAttribute('data-theme-mode', mode);
  await page.waitForTimeout(400);
}

/**
 * Looks at what is shown as different people do: by day, by night, on a tablet, on a telephone; what axe finds fails the test,
 * and so does a page that must be scrolled sideways, or tears words apart. A picture of each is kept among the results.
 */
export async function look(options: {
  /** What of the page is ours. */
  readonly what: Locator;
  /** What must be there to be looked at: a page that becomes narrow loads anew. */
  readonly shows: readonly Locator[];
  readonly name: string;
  readonly info: TestInfo;
  /** Leads to what is looked at, where a page that loads anew forgets it. */
  readonly arrange?: () => Promise<void>;
  /** Only by day on a wide page and by night on a narrow one: for states of a page that is looked at in full elsewhere. */
  readonly brief?: boolean;
}): Promise<void> {
  const { what, shows, name, info, brief = false, arrange } = options;
  const page = what.page();
  const before = page.viewportSize();
  for (const { name: way, colorScheme, size, brief: always } of LOOKS) {
    if (brief && !always) {
      continue;
    }
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // Another theme or another width makes a page that is open anew, and colours fade over for a fraction of a second.
    if (page.url() !== 'about:blank') {
      await inTheme(page, colorScheme);
    }
    await arrange?.();
    await inTheme(page, colorScheme);
    for (const shown of shows) {
      await expect(shown).toBeVisible();
    }
    await page.screenshot({ path: info.outputPath(`${name}-${way}.png`) });
    await what.evaluate((root, mark) => root.setAttribute(mark, ''), MARK);
    const { violations } = await new AxeBuilder({ page })
      .include(`[${MARK}]`)
      .withTags(RULES)
      .analyze();
    const problems = violations.flatMap(({ id, help, nodes }) =>
      nodes.map(node => `${id}: ${help}: ${node.target} ${node.html}`),
    );
    expect.soft(problems, `${name}, ${way}: axe`).toEqual([]);
    expect
      .soft(await overflowOf(what), `${name}, ${way}: overflow`)
      .toEqual([]);
    expect
      .soft(await tornWordsOf(what), `${name}, ${way}: torn words`)
      .toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: null });
  if (before) {
    await page.setViewportSize(before);
  }
}
