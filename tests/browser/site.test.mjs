// The evidence site as people, screen readers, printers and attackers meet it.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { hostileSite, pagesOf, sampleSite, urlOf } from './sites.mjs';
import { LOOKS, barriers, launch, watchedIn } from './window.mjs';


let browser;
let sample;
before(async () => {
  browser = await launch();
  sample = sampleSite();
});
after(async () => {
  await browser?.close();
  if (sample) rmSync(sample.place, { recursive: true, force: true });
});

/** The pages at the top, and one page of each form that records have. */
const typesOf = (site) => {
  const seen = new Set();
  const forms = ['incidents', 'policies', 'actions', 'reviews'];
  return pagesOf(site).filter((page) => {
    const [folder, inside] = page.split('/');
    return !inside || (forms.includes(folder) && !seen.has(folder) && seen.add(folder));
  });
};

const watched = (look) => watchedIn(browser, look);

describe('every type of page', () => {
  for (const [name, look] of Object.entries(LOOKS)) {
    test(`has no barrier that axe knows, ${name}`, async () => {
      const { context, page, left } = await watched(look);
      for (const path of typesOf(sample.site)) {
        await page.goto(urlOf(sample.site, path));
        assert.deepEqual(await barriers(page), [], path);
      }
      assert.deepEqual(left, []);
      await context.close();
    });
  }

  test('fits a window of 320 pixels', async () => {
    const { context, page } = await watched(LOOKS.narrow);
    for (const path of typesOf(sample.site)) {
      await page.goto(urlOf(sample.site, path));
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(over <= 0, `${path} is ${over} pixels too wide`);
    }
    await context.close();
  });

  test('says the same without scripts', async () => {
    const [with_, without] = [await watched({}), await watched({ javaScriptEnabled: false })];
    for (const path of typesOf(sample.site)) {
      const texts = [];
      for (const { page } of [with_, without]) {
        await page.goto(urlOf(sample.site, path));
        // What the script adds are tools and no statements.
        texts.push(await page.locator('main').evaluate((main) => {
          main.querySelectorAll('.sift').forEach((tool) => tool.remove());
          return main.textContent;
        }));
      }
      assert.equal(texts[0], texts[1], path);
    }
    await with_.context.close();
    await without.context.close();
  });

  test('is used with the keyboard: the first stop leads to the content, each stop is seen', async () => {
    const { context, page } = await watched(LOOKS.light);
    for (const path of typesOf(sample.site)) {
      await page.goto(urlOf(sample.site, path));
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), '#main', path);
      const outline = await page.evaluate(() => {
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
        return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
      });
      assert.ok(outline, `${path}: the focus is not seen`);
      await page.keyboard.press('Enter');
      assert.equal(await page.evaluate(() => document.activeElement.id), 'main', path);
    }
    await context.close();
  });

  test('prints as a tagged document with its commit', async () => {
    const { context, page } = await watched(LOOKS.light);
    for (const path of typesOf(sample.site)) {
      await page.goto(urlOf(sample.site, path));
      await page.emulateMedia({ media: 'print' });
      assert.ok(await page.locator('footer').last().isVisible(), `${path}: no footer on paper`);
      assert.ok(!(await page.locator('header nav').first().isVisible()), `${path}: navigation on paper`);
      const pdf = (await page.pdf({ tagged: true, format: 'A4' })).toString('latin1');
      assert.ok(pdf.includes('/StructTreeRoot'), `${path}: not tagged`);
      await page.emulateMedia({ media: null });
    }
    await context.close();
  });
});

test('a lesson that changed a policy is three clicks from the home page', async () => {
  const { context, page } = await watched(LOOKS.light);
  await page.goto(urlOf(sample.site, 'index.html'));
  await page.locator('main a[href="incidents/INC-2026-0007.html"]').first().click();
  await page.locator('main a[href*="policies/"]:visible').first().click();
  assert.match(page.url(), /policies\/POL-/);
  assert.ok(await page.locator('.diff').count() > 0, 'the change of the text is on the page');
  await context.close();
});

test('what records hold can neither act nor reach out', async () => {
  const { place, site } = hostileSite();
  const { context, page, left } = await watched(LOOKS.light);
  for (const path of pagesOf(site)) {
    await page.goto(urlOf(site, path));
    for (const summary of await page.locator('summary').all()) await summary.click();
    const acting = await page.evaluate(() => {
      const odd = [...document.querySelectorAll('script:not([src$="site.js"]), iframe, object, embed, img, style, form')].map((it) => it.outerHTML);
      // The one address that is no file: an icon that asks for none.
      for (const element of document.querySelectorAll(':not(link[rel="icon"][href="data:,"])')) {
        for (const { name, value } of element.attributes) {
          if (/^on|^style$|^srcdoc$/i.test(name) || /^\s*(javascript|data|vbscript):/i.test(value)) odd.push(`${name}=${value}`);
        }
      }
      return odd;
    });
    assert.deepEqual(acting, [], path);
  }
  assert.deepEqual(left, []);
  await context.close();
  rmSync(place, { recursive: true, force: true });
});

test('the Nu HTML checker has nothing to say', () => {
  const jar = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');
  const { place, site } = hostileSite();
  const pages = [...pagesOf(sample.site).map((page) => join(sample.site, page)), ...pagesOf(site).map((page) => join(site, page))];
  try {
    execFileSync('java', ['-Xss4m', '-jar', jar, '--errors-only', '--format', 'gnu', ...pages], { stdio: 'pipe' });
  } catch (error) {
    assert.fail(error.stderr?.toString().split('\n').slice(0, 20).join('\n') || String(error));
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});
