// A browser to look through: how it is started, the looks that pages are held against, what is written down.

import axe from '@axe-core/playwright';
import { chromium } from 'playwright-core';

const Axe = axe.default ?? axe;
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export const LOOKS = {
  light: { colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  dark: { colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
  narrow: { colorScheme: 'light', viewport: { width: 320, height: 700 } },
  'forced colours': { forcedColors: 'active', viewport: { width: 1280, height: 800 } },
};

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS });

/** A page on which everything that tries to leave, to speak up or to fail is written down. */
export const watchedIn = async (browser, look) => {
  const context = await browser.newContext(look);
  const left = [];
  await context.route('**', (route) => {
    const url = route.request().url();
    if (/^(file|data|blob):/.test(url)) return route.continue();
    left.push(url);
    return route.abort();
  });
  const page = await context.newPage();
  page.on('dialog', (dialog) => { left.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('console', (message) => { if (message.type() === 'error') left.push(`console: ${message.text()}`); });
  page.on('pageerror', (error) => left.push(`error: ${error.message}`));
  return { context, page, left };
};

/** The serious and critical barriers that axe knows, in words; none is well. */
export const barriers = async (page) => {
  const { violations } = await new Axe({ page }).withTags(TAGS).options({ preload: false }).analyze();
  const grave = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
  return grave.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html).join(' | ')}`);
};
