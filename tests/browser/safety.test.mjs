// Nothing that a repository holds can act on a page: read with an HTML parser, then run in a browser that is watched.

import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import spec from 'commonmark-spec';
import { chromium } from 'playwright-core';
import { ATTACKS, IN_MARKDOWN, attackedSite, bodiesSite } from './hostile.mjs';
import { frameOf, oddities, readPage, wordsInMain } from './parsed.mjs';
import { pagesOf, sampleSite, urlOf } from './sites.mjs';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
// Every name of a host leads nowhere: what tries to leave is written down and does not.
const NOWHERE = '--host-resolver-rules=MAP * ~NOTFOUND';

const read = (site, path) => readPage(readFileSync(join(site, path), 'utf8'));

/** What our own parts are made of where the sample register has too little for it: registers of several pages. */
const OURS_TOO = ['span@aria-current'];

let sample;
let frame;
let allowed;
const made = [];
before(() => {
  sample = sampleSite();
  made.push(sample.place);
  const pages = pagesOf(sample.site).map((path) => read(sample.site, path));
  allowed = new Set(pages.flatMap((page) => [...wordsInMain(page)]));
  for (const word of OURS_TOO) allowed.add(word);
  frame = frameOf(read(sample.site, 'index.html'));
});
after(() => made.forEach((place) => rmSync(place, { recursive: true, force: true })));

/** What is wrong on any page of a site, the frame of each included. */
const wrongOn = (site) => pagesOf(site).flatMap((path) => {
  const page = read(site, path);
  const odd = oddities(site, path, allowed, page);
  if (page.main) {
    const own = frameOf(page);
    for (const part of ['head', 'body', 'around']) {
      if (own[part].join('\n') !== frame[part].join('\n')) odd.push(`the frame differs in ${part}: ${own[part].join(' / ').slice(0, 600)}`);
    }
  }
  return odd.map((it) => `${path}: ${it}`);
});

/** What dialogs, requests, errors and refusals a site gives rise to in a browser. */
const heardFrom = async (site, pages = pagesOf(site)) => {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: [...FLAGS, NOWHERE] });
  const context = await browser.newContext();
  const heard = [];
  context.on('request', (request) => { if (!request.url().startsWith('file:')) heard.push(`request: ${request.url()}`); });
  const left = [...pages];
  await Promise.all(Array.from({ length: 4 }, () => visit(context, site, left, heard)));
  await browser.close();
  return heard;
};

/** Opens one page after the other in a window of its own until none is left. */
const visit = async (context, site, left, heard) => {
  const page = await context.newPage();
  let path;
  page.on('dialog', (dialog) => { heard.push(`${path}: dialog ${dialog.message()}`); dialog.dismiss(); });
  page.on('console', (message) => { if (message.type() === 'error') heard.push(`${path}: ${message.text()}`); });
  page.on('pageerror', (error) => heard.push(`${path}: ${error.message}`));
  page.on('popup', (other) => heard.push(`${path}: opens ${other.url()}`));
  while ((path = left.pop())) {
    await page.goto(urlOf(site, path));
    await page.evaluate(() => { for (const it of document.querySelectorAll('details')) it.open = true; });
    if (page.url().split('#')[0] !== urlOf(site, path)) heard.push(`${path}: leads on to ${page.url()}`);
  }
};

describe('what the checks see', () => {
  const BAD = ['<script>x</script>', '<p onclick=x>', '<a href="javascript:x">x</a>', '<a href="//outside.invalid">x</a>',
    '<a href="../../x">x</a>', '<p style="x">', '<img src=x>', '<iframe></iframe>', '</main><main>', '<form></form>', '<b',
    '<p id="main">', '<svg><a xlink:href="javascript:x">x</a></svg>', '<input>', '<a href="data:text/html,x">x</a>'];
  for (const bad of BAD) {
    test(bad, () => {
      const text = readFileSync(join(sample.site, 'index.html'), 'utf8').replace('<h1>', `${bad}<h1>`);
      const page = readPage(text);
      const odd = [...oddities(sample.site, 'index.html', allowed, page)];
      if (frameOf(page).body.join() !== frame.body.join()) odd.push('frame');
      assert.notDeepEqual(odd, []);
    });
  }
  test('nothing on the site of the sample register', () => assert.deepEqual(wrongOn(sample.site), []));
});

describe('every example of the CommonMark specification as the text of a record', () => {
  const examples = spec.tests.map(({ markdown }) => markdown.replaceAll('→', '\t'));
  let built;
  before(() => { built = bodiesSite(examples); made.push(built.place); });

  test('there are some 650, each with its page', () => {
    assert.ok(examples.length > 600, String(examples.length));
    const pages = new Set(pagesOf(built.site));
    const lost = built.ids.filter((id) => !pages.has(`bulletins/${id}.html`));
    assert.deepEqual(lost, []);
  });
  test('becomes elements of text and nothing else', () => assert.deepEqual(wrongOn(built.site).slice(0, 20), []));
  test('does nothing in a browser, where it could be more than words', async () => {
    const pages = built.ids.filter((_, at) => /[<&[]|:\/\//.test(examples[at])).map((id) => `bulletins/${id}.html`);
    assert.ok(pages.length > 250, String(pages.length));
    assert.deepEqual(await heardFrom(built.site, pages), []);
  });
});

describe('every way to attack a page', () => {
  let built;
  let bodies;
  before(() => {
    built = attackedSite();
    bodies = bodiesSite([...Object.values(ATTACKS), ...Object.values(IN_MARKDOWN)]);
    made.push(built.place, bodies.place);
  });

  test('stands as text, whatever holds it: field, name, path, person, commit or text of a policy', () => {
    assert.ok(pagesOf(built.site).length > 6 * Object.keys(ATTACKS).length);
    assert.deepEqual(wrongOn(built.site).slice(0, 20), []);
  });
  test('stands as text in the body of a record', () => assert.deepEqual(wrongOn(bodies.site).slice(0, 20), []));
  test('does nothing in a browser', async () => {
    assert.deepEqual(await heardFrom(built.site), []);
    assert.deepEqual(await heardFrom(bodies.site), []);
  });
  test('a picture in the repository that can act is neither shown nor copied', () => {
    const files = pagesOf(built.site).filter((path) => read(built.site, path).text.includes('evidence/x.svg'));
    assert.ok(files.length > 0, 'no page names it');
    assert.deepEqual(pagesOf(built.site).filter((path) => path.endsWith('.svg')), []);
  });
});
