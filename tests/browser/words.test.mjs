// The site in German, as a reader meets it: no barrier, nothing too wide, a search that speaks.

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pagesOf, run, sampleSite, urlOf } from './sites.mjs';
import { LOOKS, barriers, launch, watchedIn } from './window.mjs';

let browser;
let sample;
let site;
before(async () => {
  browser = await launch();
  sample = sampleSite();
  site = join(sample.place, 'german');
  run('-C', join(sample.place, 'demo'), 'report', '--rev', 'HEAD', '--lang', 'de', '--out', site);
});
after(async () => {
  await browser?.close();
  if (sample) rmSync(sample.place, { recursive: true, force: true });
});

/** The pages at the top, and one page of each form that records have. */
const PAGES = ['incidents/INC-2026-0007.html', 'policies/POL-access-control.html', 'rcas/RCA-2026-0007.html', 'risks/RISK-0003.html'];
const typesOf = () => [...pagesOf(site).filter((page) => !page.includes('/')), ...PAGES];

describe('the site in German', () => {
  for (const [name, look] of Object.entries(LOOKS)) {
    test(`has no barrier that axe knows, ${name}`, async () => {
      const { context, page, left } = await watchedIn(browser, look);
      for (const path of typesOf()) {
        await page.goto(urlOf(site, path));
        assert.equal(await page.evaluate(() => document.documentElement.lang), 'de', path);
        assert.deepEqual(await barriers(page), [], path);
      }
      assert.deepEqual(left, []);
      await context.close();
    });
  }

  test('fits a window of 320 pixels and wider ones, and so does the line of stages', async () => {
    const { context, page } = await watchedIn(browser, LOOKS.narrow);
    for (const path of typesOf()) {
      await page.goto(urlOf(site, path));
      for (const width of [320, 768, 940, 1000, 1070]) {
        await page.setViewportSize({ width, height: 700 });
        const over = await page.evaluate(() => {
          const rail = document.querySelector('.rail')?.getBoundingClientRect();
          const words = [...document.querySelectorAll('.rail b')].map((word) => word.getBoundingClientRect().right - rail.right);
          return Math.max(document.documentElement.scrollWidth - window.innerWidth, ...words);
        });
        assert.ok(over <= 0, `${path} is ${over} pixels too wide at ${width}`);
      }
    }
    await context.close();
  });

  test('keeps the words of a picture inside it and apart', async () => {
    const { context, page } = await watchedIn(browser, LOOKS.light);
    let texts = 0;
    for (const path of pagesOf(site)) {
      await page.goto(urlOf(site, path));
      const found = await page.evaluate(() => [...document.querySelectorAll('svg[role=img]')].flatMap((svg) => {
        const whole = svg.viewBox.baseVal.width;
        const boxes = [...svg.querySelectorAll('text')].filter((text) => /\p{L}/u.test(text.textContent)).map((text) => ({ said: text.textContent, box: text.getBBox() }));
        const runsInto = (a, b) => a !== b && b.x > a.x && a.x + a.width - b.x > 2
          && Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) > 4;
        return boxes.map(({ said, box }) => ({
          said,
          over: Math.round(box.x + box.width - whole),
          into: boxes.filter((other) => runsInto(box, other.box)).map((other) => other.said),
        }));
      }));
      texts += found.length;
      assert.deepEqual(found.filter(({ over, into }) => over > 0 || into.length), [], path);
    }
    assert.ok(texts > 500, `only ${texts} texts were found`);
    await context.close();
  });

  test('searches, filters and sorts in German', async () => {
    const { context, page, left } = await watchedIn(browser, LOOKS.light);
    await page.goto(urlOf(site, 'incidents.html'));
    await page.getByRole('button', { name: 'Suchen' }).click();
    await page.locator('dialog input').fill('phishing');
    await page.waitForFunction(() => /Aufzeichnung/.test(document.querySelector('dialog [role=status]').textContent));
    const found = await page.locator('.found .about').allTextContents();
    assert.ok(found.some((text) => text.startsWith('Vorfall, closed')), found.join(' | '));
    await page.keyboard.press('Escape');
    const filter = page.getByLabel('Zeilen filtern');
    await filter.fill('INC-2026-0007');
    assert.match(await page.locator('.sift [role=status]').textContent(), /^1 von \d+ Zeilen$/);
    await page.goto(urlOf(site, 'findings.html'));
    assert.deepEqual(left, []);
    await context.close();
  });
});
