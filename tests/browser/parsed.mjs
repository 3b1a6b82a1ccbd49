// Pages of a site as an HTML parser reads them, and what on them could act or reach out.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parse } from 'parse5';

/** Attributes whose value is fetched or followed. */
const ADDRESSES = new Set(['href', 'xlink:href', 'src', 'srcset', 'action', 'formaction', 'poster', 'cite', 'data',
  'background', 'ping', 'manifest', 'longdesc', 'usemap', 'codebase', 'archive', 'classid', 'profile', 'to', 'values', 'from']);

/** Elements that run, fetch, submit or change how a page is read; none of them stands inside `main`. */
const NEVER = new Set(['script', 'iframe', 'frame', 'frameset', 'object', 'embed', 'applet', 'form', 'base', 'meta', 'link',
  'style', 'img', 'picture', 'source', 'audio', 'video', 'track', 'portal', 'template', 'noscript', 'math', 'foreignObject',
  'animate', 'animateMotion', 'animateTransform', 'set', 'image', 'feImage', 'textarea', 'select', 'marquee', 'slot', 'dialog',
  'plaintext', 'xmp', 'noembed', 'noframes', 'keygen', 'isindex', 'area', 'map']);

/** What the text of a record may become; everything else in it stands there as text. */
const PROSE = new Set(['p', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'ol@start', 'li', 'pre', 'code', 'blockquote', 'em', 'strong',
  'del', 'a', 'a@href', 'a@rel', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'hr', 'br']);

const isElement = (node) => node.tagName !== undefined;
const nameOf = ({ prefix, name }) => (prefix ? `${prefix}:${name}` : name);
const classesOf = (node) => (node.attrs.find(({ name }) => name === 'class')?.value ?? '').split(/\s+/);
const below = function* (node) {
  for (const child of node.childNodes ?? []) {
    if (isElement(child)) yield child;
    yield* below(child);
  }
};
const child = (node, name) => node.childNodes.find((it) => it.tagName === name);
const wordsOf = (node) => [node.tagName, ...node.attrs.map((it) => `${node.tagName}@${nameOf(it)}`)];

/** A page as the parser reads it, with what the parser had to mend. */
export const readPage = (text) => {
  const mended = [];
  const document = parse(text, { onParseError: ({ code, startLine }) => mended.push(`${code} in line ${startLine}`) });
  const html = child(document, 'html');
  const [head, body] = [child(html, 'head'), child(html, 'body')];
  return { text, mended, head, body, main: body && child(body, 'main') };
};

/** The elements of a page around its `main`, in order: what no record may add to, move or end. */
export const frameOf = ({ head, body }) => {
  const told = (node) => `${node.tagName}${node.attrs.map((it) => ` ${nameOf(it)}`).join('')}`;
  const main = (node) => node.tagName === 'main';
  const children = body.childNodes.filter(isElement);
  const around = children.filter((node) => !main(node) && node.tagName !== 'header').flatMap((node) => [node, ...below(node)]);
  return {
    head: [...below(head)].map(told),
    body: children.map(told),
    around: around.map(told).filter((it) => !/^time/.test(it)),
  };
};

/** Every element and every attribute of an element that pages have in their `main`, outside of records' texts. */
export const wordsInMain = (page) => new Set(partsOf(page.main).own.flatMap(wordsOf));

/** The elements below `main`: our own, and those that the text of a record became. */
const partsOf = (main) => {
  const [own, prose] = [[], []];
  const walk = (node, into) => {
    for (const it of node.childNodes ?? []) {
      if (isElement(it)) into.push(it);
      walk(it, isElement(it) && classesOf(it).includes('prose') ? prose : into);
    }
  };
  walk(main, own);
  return { own, prose };
};

/** Why an address may not stand on a page; nothing when it may. */
const trouble = (address, site, page) => {
  let url;
  try {
    url = new URL(address, pathToFileURL(join(site, page)));
  } catch {
    return 'is no address';
  }
  if (['http:', 'https:', 'mailto:'].includes(url.protocol)) return undefined;
  if (url.protocol !== 'file:') return `has the scheme ${url.protocol}`;
  if (url.host) return `leads to the host ${url.host}`;
  const path = fileURLToPath(new URL(url.pathname, 'file://'));
  return path.startsWith(`${site}/`) && existsSync(path) ? undefined : 'leads to nothing on the site';
};

/** What is wrong with a page; `allowed` is what our own parts of a page are made of. */
export const oddities = (site, path, allowed, page = readPage(readFileSync(join(site, path), 'utf8'))) => {
  const odd = page.mended.map((it) => `the parser mends ${it}`);
  if (!page.main) return [...odd, 'no main'];
  const { own, prose } = partsOf(page.main);
  for (const [elements, known, where] of [[own, allowed, 'the page'], [prose, PROSE, 'the text']]) {
    for (const word of new Set(elements.flatMap(wordsOf))) if (!known.has(word)) odd.push(`${word} in ${where}`);
  }
  for (const node of below(page.main)) if (NEVER.has(node.tagName)) odd.push(`<${node.tagName}>`);
  const ids = new Set();
  for (const node of below(page.body)) {
    for (const it of node.attrs) {
      const name = nameOf(it);
      if (/^on/i.test(name) || name === 'style' || name === 'srcdoc') odd.push(`${node.tagName} has ${name}`);
      if (name === 'target' || name === 'download') odd.push(`${node.tagName} has ${name}`);
      if (name === 'id' && ids.size === ids.add(it.value).size) odd.push(`id ${it.value} twice`);
      const why = ADDRESSES.has(name) && trouble(it.value, site, path);
      if (why) odd.push(`${name}="${it.value}" ${why}`);
    }
  }
  return odd;
};
