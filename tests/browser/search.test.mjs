// Search, filter and sort as people use them: from a folder, with the keyboard, on records that try to act.

import assert from 'node:assert/strict';
import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { searchSite, urlOf } from './sites.mjs';
import { LOOKS, barriers, launch, watchedIn } from './window.mjs';

let browser;
let made;
before(async () => {
  browser = await launch();
  made = searchSite();
});
after(async () => {
  await browser?.close();
  if (made) rmSync(made.place, { recursive: true, force: true });
});

const visit = async (path, look = LOOKS.light, site = made.site) => {
  const window = await watchedIn(browser, look);
  await window.page.goto(urlOf(site, path));
  return window;
};

/** Asks and waits for the answer; returns what is shown. */
const ask = async (page, query) => {
  if (!await page.locator('dialog[open]').count()) await page.keyboard.press('/');
  await page.locator('dialog input').fill(query);
  await page.waitForFunction(() => /record|An id/.test(document.querySelector('dialog [role=status]').textContent));
  await page.waitForFunction(() => [...document.querySelectorAll('.context')].every((line) => line.textContent));
  return page.evaluate(() => ({
    status: document.querySelector('dialog [role=status]').textContent,
    ids: [...document.querySelectorAll('.found .id')].map((id) => id.textContent),
    marks: [...document.querySelectorAll('.found mark')].map((mark) => mark.textContent),
    texts: [...document.querySelectorAll('.found li')].map((item) => item.textContent),
  }));
};

test('words are read and folded as the index has them', () => {
  const script = readFileSync('site.js', 'utf8');
  const [, section] = script.match(/\/\/ Words, read and folded[^\n]*\n([^]*?)\n {2}\/\/ -{20}/);
  // eslint-disable-next-line no-new-func
  const { WORD, fold, withParts } = new Function(`${section}; return { WORD, fold, withParts };`)();
  for (const [text, expected] of JSON.parse(readFileSync('folded.json', 'utf8'))) {
    const words = (text.match(WORD) ?? []).flatMap((word) => withParts(fold(word)));
    assert.deepEqual(words, expected, text);
  }
});

describe('search', () => {
  test('reads the index when it is first used, and not before', async () => {
    const { context, page, left } = await visit('index.html');
    const read = () => page.evaluate(() => [...document.scripts].map((script) => script.getAttribute('src')));
    assert.deepEqual(await read(), ['site.js']);
    await page.getByRole('button', { name: 'Search' }).click();
    await page.waitForFunction(() => window.pirctlSearch.words);
    assert.deepEqual((await read()).sort(), ['search/head.js', 'search/words.js', 'site.js']);
    assert.deepEqual(left, []);
    await context.close();
  });

  test('finds by id, word, umlaut, person, control and commit, also from a page below', async () => {
    const { context, page, left } = await visit('incidents/INC-2025-0001.html');
    const { commit } = made;
    for (const [query, first] of [
      ['INC-2025-0002', 'INC-2025-0002'],
      ['inc-2025-000', 'INC-2025-0004'],
      ['encrypted disk', 'INC-2025-0002'],
      ['prufproto', 'INC-2025-0001'],
      ['PRÜFPROTOKOLL', 'INC-2025-0001'],
      ['bergstrom mail', 'RISK-0001'],
      ['Änne Bergström', 'INC-2026-0225'],
      ['c.dorn gateway', 'CTL-mail-gateway'],
      ['A.8.23', 'CTL-mail-gateway'],
      ['8.23 misused', 'RISK-0001'],
      [commit.slice(0, 5), 'INC-2025-0002'],
      [commit, 'INC-2025-0002'],
    ]) {
      const { ids, status } = await ask(page, query);
      if (query === 'bergstrom mail') assert.deepEqual(ids, [], 'every word counts');
      else assert.equal(ids[0], first, `${query}: ${status}`);
    }
    assert.deepEqual(left, []);
    await context.close();
  });

  test('shows the better place first, then the newer record', async () => {
    const { context, page } = await visit('index.html');
    assert.deepEqual((await ask(page, 'phishing')).ids, ['INC-2025-0001', 'INC-2025-0002', 'INC-2025-0003']);
    const { ids, status } = await ask(page, 'ordinary');
    assert.deepEqual(ids.slice(0, 2), ['INC-2026-0230', 'INC-2026-0229']);
    assert.equal(status, '230 records; the first 20 are shown.');
    await page.getByRole('button', { name: 'Show 20 more' }).click();
    assert.equal(await page.locator('.found li').count(), 40);
    assert.equal(await page.evaluate(() => document.activeElement.querySelector('.id').textContent), 'INC-2026-0210');
    assert.deepEqual((await ask(page, 'INC-2026-001')).ids.slice(0, 2), ['INC-2026-0019', 'INC-2026-0018']);
    await context.close();
  });

  test('shows what was asked for in its context, with kind and state', async () => {
    const { context, page } = await visit('index.html');
    const { marks, texts } = await ask(page, 'server prüf');
    assert.deepEqual(marks, ['Prüfprotokoll', 'server']);
    assert.match(texts[0], /^INC-2025-0001 Phishing of a mailboxincident, reported.*SummaryA Prüfprotokoll was kept by the server\.$/);
    assert.match((await ask(page, 'ruled')).texts[0], /x-notephishing was ruled out$/);
    assert.deepEqual((await ask(page, made.commit.slice(0, 6))).marks, [made.commit.slice(0, 6)]);
    assert.deepEqual((await ask(page, 'INC-2025-0001')).marks, ['INC-2025-0001']);
    assert.equal((await ask(page, 'zzzz')).status, 'No record was found.');
    await context.close();
  });

  test('is used with the keyboard alone', async () => {
    const { context, page } = await visit('incidents.html');
    await page.keyboard.press('Control+k');
    assert.ok(await page.locator('dialog[open] input').evaluate((field) => field === document.activeElement));
    await ask(page, 'phishing');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    assert.match(await page.evaluate(() => document.activeElement.textContent), /^INC-2025-0002/);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    assert.ok(await page.locator('dialog input').evaluate((field) => field === document.activeElement));
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('dialog[open]').count(), 0);
    await page.locator('.sift input').first().focus();
    await page.keyboard.type('a/b');
    assert.equal(await page.locator('dialog[open]').count(), 0, 'a slash in a field is a letter');
    await page.locator('.sift input').first().fill('');
    await page.getByRole('button', { name: 'Search' }).focus();
    await page.keyboard.press('Enter');
    await ask(page, 'phishing');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/incidents\/INC-2025-0001\.html$/);
    await ask(page, 'INC-2025-0003');
    await page.keyboard.press('Enter');
    await page.waitForURL(/incidents\/INC-2025-0003\.html$/);
    await context.close();
  });

  test('knows of a privileged record its id and no more', async () => {
    for (const file of readdirSync(join(made.site, 'search'))) {
      assert.ok(!/canary|counsel/.test(readFileSync(join(made.site, 'search', file), 'utf8')), file);
    }
    const { context, page } = await visit('index.html');
    const { texts } = await ask(page, 'INC-2025-0004');
    assert.deepEqual(texts, ['INC-2025-0004 privileged, withheldincident withheld']);
    assert.deepEqual((await ask(page, 'canary')).ids, []);
    await context.close();
  });

  test('shows records that try to act as the text that they are', async () => {
    const { context, page, left } = await visit('index.html');
    const { ids } = await ask(page, 'hostile');
    assert.equal(ids.length, 10);
    await ask(page, 'evildoer');
    await ask(page, '"><img src=x onerror=alert(1)> script');
    assert.equal(await page.locator('.found').locator('script, img, svg, iframe, style, details').count(), 0);
    assert.deepEqual(left, []);
    await context.close();
  });

  test('says so when the index is not there', async () => {
    const place = join(made.place, 'torn');
    cpSync(made.site, place, { recursive: true });
    rmSync(join(place, 'search'), { recursive: true });
    const { context, page } = await visit('index.html', LOOKS.light, place);
    await page.keyboard.press('/');
    await page.waitForFunction(() => /could not be read/.test(document.querySelector('dialog [role=status]').textContent));
    await context.close();
  });

  for (const [name, look] of Object.entries(LOOKS)) {
    test(`has no barrier that axe knows, ${name}`, async () => {
      const { context, page } = await visit('incidents.html', look);
      assert.deepEqual(await barriers(page), []);
      await ask(page, 'phishing');
      assert.deepEqual(await barriers(page), []);
      await page.keyboard.press('ArrowDown');
      const over = await page.evaluate(() => [document.documentElement, ...document.querySelectorAll('dialog, .finds')]
        .map((element) => element.scrollWidth - element.clientWidth));
      assert.ok(over.every((pixels) => pixels <= 0), `${over}`);
      await context.close();
    });
  }

  test('leaves no dead control without scripts', async () => {
    const { context, page } = await visit('incidents.html', { ...LOOKS.light, javaScriptEnabled: false });
    assert.equal(await page.locator('button, input, dialog').count(), 0);
    await context.close();
  });

  test('stays quick with 10,000 records', async () => {
    const place = join(made.place, 'large');
    cpSync(made.site, place, { recursive: true });
    writeLargeIndex(join(place, 'search'), 10000);
    const { context, page } = await visit('index.html', LOOKS.light, place);
    const times = await page.evaluate(async () => {
      const status = () => document.querySelector('dialog [role=status]');
      const type = async (query) => {
        const begin = performance.now();
        const field = document.querySelector('dialog input');
        status().textContent = '';
        field.value = query;
        field.dispatchEvent(new Event('input'));
        while (!/record/.test(status().textContent)) await new Promise((done) => { setTimeout(done); });
        // The answer is on the page when it has been laid out.
        document.querySelector('.finds').getBoundingClientRect();
        return performance.now() - begin;
      };
      document.querySelector('.seek').click();
      const first = await type('w12');
      const later = [];
      for (const query of ['w1', 'w12', 'w123', 'w1 w2', 'w1 w2 w3', 'inc', 'inc-2', 'inc-2026-00', 'w9', 'w99 w1']) later.push(await type(query));
      return { first, later };
    });
    const middle = times.later.toSorted((a, b) => a - b)[times.later.length >> 1];
    assert.ok(times.first < 1000, `first use: ${times.first} ms`);
    assert.ok(middle < 50, `each key: ${times.later} ms`);
    await context.close();
  });
});

/** An index of so many records with 150 words each, of which some are in nearly all records. */
const writeLargeIndex = (folder, count) => {
  const signs = Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at)).filter((sign) => !'"\\<&\','.includes(sign));
  const number = (n) => (n < 64 ? signs[n] : signs[64 + (n - 64) % 24] + number(Math.floor((n - 64) / 24)));
  const lists = new Map();
  let seed = 1;
  const random = () => { seed = (seed * 48271) % 2147483647; return seed / 2147483647; };
  for (let at = 0; at < count; at++) {
    const words = new Set(Array.from({ length: 150 }, () => `w${Math.floor(40000 ** random())}`));
    for (const word of words) lists.set(word, [...lists.get(word) ?? [], at]);
  }
  const coded = (list) => list.map((at, n) => number(at - (n ? list[n - 1] + 1 : 0))).join('');
  const words = [...lists.keys()].sort();
  const records = Array.from({ length: count }, (_, at) => [`INC-2026-${String(count - at).padStart(5, '0')}`, 'A title of some length', '', 'incident', 'closed']);
  writeFileSync(join(folder, 'head.js'), `pirctlSearch.head=${JSON.stringify({ folders: [['incident', 'incidents']], shelves: [['none', count]], records })};`);
  writeFileSync(join(folder, 'words.js'), `pirctlSearch.words=${JSON.stringify([words.join(' '), words.map((word) => coded(lists.get(word))).join(' '), '', ''])};`);
};

describe('tables', () => {
  const column = (page, at) => page.evaluate((n) => [...document.querySelectorAll('main table tbody tr:not([hidden])')]
    .map((row) => row.cells[n].textContent), at);

  test('are filtered by all words, and say what is shown of which page', async () => {
    const { context, page } = await visit('incidents.html');
    const field = page.getByLabel('Filter the rows of this page');
    await field.fill('case  NUMBER 21');
    const rows = await column(page, 0);
    assert.ok(rows.length > 0 && rows.every((text) => /Case number \d*21|21/.test(text)), `${rows}`);
    assert.equal(await page.locator('.sift [role=status]').textContent(), `${rows.length} of 200 rows on this page`);
    await page.emulateMedia({ media: 'print' });
    assert.ok(await page.locator('main tbody tr[hidden]').first().isVisible(), 'paper shows every row');
    assert.ok(!await field.isVisible());
    await page.emulateMedia({ media: null });
    await field.fill('');
    assert.equal(await page.locator('.sift [role=status]').textContent(), '');
    await context.close();
  });

  test('are sorted by time, number, level and text, and back again', async () => {
    const { context, page } = await visit('incidents.html');
    const heads = await page.locator('main thead th').allTextContents();
    const sortBy = (name) => page.locator('main thead').getByRole('button', { name, exact: true });
    const before = await column(page, 0);
    const severity = heads.indexOf('severity');
    const words = ['critical', 'high', 'medium', 'low'];
    await sortBy('severity').click();
    const levels = (await column(page, severity)).map((text) => words.indexOf(text.trim()));
    assert.deepEqual(levels, levels.toSorted((a, b) => a - b));
    assert.equal(await page.locator('th[aria-sort=ascending]').textContent(), 'severity');
    const detected = heads.indexOf('detected');
    await sortBy('detected').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    const days = await column(page, detected);
    assert.deepEqual(days, days.toSorted().reverse());
    assert.equal(await page.locator('th[aria-sort]').getAttribute('aria-sort'), 'descending');
    await page.keyboard.press('Space');
    assert.equal(await page.locator('th[aria-sort]').count(), 0);
    assert.deepEqual(await column(page, 0), before);
    await context.close();
  });

  test('with few rows are left alone', async () => {
    const { context, page } = await visit('controls/CTL-mail-gateway.html');
    assert.equal(await page.locator('main button, main input').count(), 0);
    await context.close();
  });
});
