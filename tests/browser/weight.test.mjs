// What every page weighs and where it leads: on the sample register, and on one of a thousand records with a history.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { parse } from 'parse5';
import { pagesOf, run, sampleSite } from './sites.mjs';

const KIB = 1024;
const PAGE = 60 * KIB;
const SCRIPT = 40 * KIB;
const REQUESTS = 6;
const CLICKS = 3;

/** The folders in which records have their pages, as the site names them. */
const isRecord = (path) => path.includes('/') && !path.startsWith('matrix/');

/** The site of a generated register of a thousand records. */
const largeSite = () => {
  const place = mkdtempSync(join(tmpdir(), 'pirctl-large-'));
  const folder = join(place, 'register');
  execFileSync('python3', [join(process.env.REPOSITORY, 'benches/gen_corpus.py'), '--records', '1000', '--policies', '20',
    '--commits', '2000', '--out', folder], { stdio: 'pipe' });
  run('-C', folder, 'report', '--rev', 'HEAD', '--out', join(place, 'site'));
  return { place, site: join(place, 'site') };
};

const walk = function* (node) {
  for (const child of node.childNodes ?? []) {
    if (child.tagName) yield child;
    yield* walk(child);
  }
};

/** What a page fetches, what it leads to, and the names of places on it. */
const readPage = (site, path) => {
  const text = readFileSync(join(site, path));
  const page = { zipped: gzipSync(text).length, fetched: new Set(), links: [], ids: new Set(), scripts: new Set() };
  const at = (address) => posix.normalize(posix.join(posix.dirname(path), decodeURIComponent(address)));
  for (const { tagName, attrs } of walk(parse(text.toString()))) {
    const has = Object.fromEntries(attrs.map(({ name, value }) => [name, value]));
    if (has.id) page.ids.add(has.id);
    if (tagName === 'link' && !has.href.startsWith('data:')) page.fetched.add(at(has.href));
    if (has.src !== undefined) page.fetched.add(at(has.src));
    if (tagName === 'script' && has.src) page.scripts.add(at(has.src));
    if (tagName === 'a' && has.href !== undefined && !/^(https?|mailto):/.test(has.href)) {
      const [file, fragment] = has.href.split('#');
      page.links.push({ to: file === '' ? path : at(file), fragment, href: has.href });
    }
  }
  return page;
};

/** How many clicks each page is away from the home page. */
const clicksTo = (pages) => {
  const clicks = new Map([['index.html', 0]]);
  for (const [path, far] of clicks) {
    for (const { to } of pages.get(path)?.links ?? []) if (!clicks.has(to)) clicks.set(to, far + 1);
  }
  return clicks;
};

const SITES = { 'the sample register': sampleSite, 'a register of a thousand records': largeSite };
for (const [name, make] of Object.entries(SITES)) {
  describe(name, () => {
    let made;
    let pages;
    before(() => {
      made = make();
      pages = new Map(pagesOf(made.site).map((path) => [path, readPage(made.site, path)]));
    });
    after(() => made && rmSync(made.place, { recursive: true, force: true }));
    const odd = (why) => [...pages].flatMap(([path, page]) => why(page, path) ?? []);

    test('no page weighs more than 60 KiB on its way', () => {
      assert.deepEqual(odd(({ zipped }, path) => (zipped > PAGE ? `${path}: ${(zipped / KIB).toFixed(1)} KiB` : undefined)), []);
    });
    test('no page takes more than six requests, style and script included', () => {
      const fetches = /url\((?!["']?(?:data:|#|%23))|@import/;
      assert.ok(!fetches.test(readFileSync(join(made.site, 'site.css'), 'utf8')), 'the stylesheet fetches more');
      assert.deepEqual(odd(({ fetched }, path) => (fetched.size + 1 > REQUESTS ? `${path}: ${[...fetched]}` : undefined)), []);
      assert.deepEqual(odd(({ fetched }, path) => [...fetched].filter((it) => !existsSync(join(made.site, it))).map((it) => `${path}: ${it}`)), []);
    });
    test('no page loads more than 40 KiB of script', () => {
      const weight = ({ scripts }) => [...scripts].reduce((sum, it) => sum + statSync(join(made.site, it)).size, 0);
      assert.deepEqual(odd((page, path) => (weight(page) > SCRIPT ? `${path}: ${weight(page)}` : undefined)), []);
    });
    test('every link leads to a page, and every fragment to a place on it', () => {
      const lost = ({ to, fragment }) => (pages.has(to) ? fragment && !pages.get(to).ids.has(fragment) : !existsSync(join(made.site, to)));
      assert.deepEqual(odd(({ links }, path) => links.filter(lost).map(({ href }) => `${path}: ${href}`)).slice(0, 20), []);
    });
    test('every record is three clicks from the home page or nearer, and every page is reached', () => {
      const clicks = clicksTo(pages);
      const records = [...pages.keys()].filter(isRecord);
      assert.ok(records.length > 50, String(records.length));
      assert.deepEqual(records.filter((path) => !(clicks.get(path) <= CLICKS)).slice(0, 20), []);
      assert.deepEqual([...pages.keys()].filter((path) => !clicks.has(path)), []);
    });
  });
}
