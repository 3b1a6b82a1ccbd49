// Sites to look at: that of the sample register, and one whose records try to act.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const pirctl = join(process.env.CARGO_TARGET_DIR, 'debug', process.platform === 'win32' ? 'pirctl.exe' : 'pirctl');

export const run = (...arguments_) => execFileSync(pirctl, arguments_, { stdio: 'pipe' });

export const git = (folder, ...arguments_) => execFileSync('git', ['-C', folder, '-c', 'user.name=<b>x</b>', '-c',
  'user.email=x@example.org', ...arguments_], { stdio: 'pipe' });

/** Every page of a site, as paths from its root. */
export const pagesOf = (site) => readdirSync(site, { recursive: true })
  .map((name) => name.replaceAll('\\', '/')).filter((name) => name.endsWith('.html')).sort();

export const urlOf = (site, page) => pathToFileURL(join(site, page)).href;

/** The site of the sample register. */
export const sampleSite = () => {
  const place = mkdtempSync(join(tmpdir(), 'pirctl-site-'));
  run('demo', join(place, 'demo'));
  run('-C', join(place, 'demo'), 'report', '--rev', 'HEAD', '--out', join(place, 'site'));
  return { place, site: join(place, 'site') };
};

// Ways to make a page act that are tried in every field; each calls alert, which a test watches.
const ATTACKS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'><svg onload=alert(1)>",
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<a href="javascript:alert(1)">x</a>',
  '</title><script>alert(1)</script>',
  '</style><script>alert(1)</script>',
  '<details open ontoggle=alert(1)>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
  '{{7*7}}{% raw %}<script>alert(1)</script>',
];

/** The site of a register whose records try to act, to reach out, or to break the page. */
export const hostileSite = () => {
  const place = mkdtempSync(join(tmpdir(), 'pirctl-hostile-'));
  const folder = join(place, 'register');
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  mkdirSync(folder);
  git(folder, 'init', '-q', '-b', 'main');
  write('pirctl.yaml', 'schema: 1\n');
  ATTACKS.forEach((attack, at) => {
    const id = `INC-2026-${String(at + 1).padStart(4, '0')}`;
    const quoted = JSON.stringify(attack);
    write(`incidents/${id}.md`, `---\nid: ${id}\nkind: incident\ntitle: ${quoted}\nstatus: reported\nowner: ${quoted}\n`
      + `severity: low\ndetected_at: 2026-01-02\nreported_at: 2026-01-02\nx-${at}: ${quoted}\n${quoted}: ${quoted}\n---\n`
      + `## Summary\n\n${attack}\n\n[x](javascript:alert(1)) [y](data:text/html,<script>alert(1)</script>) `
      + `![z](https://example.org/z.png) <https://example.org>\n\n\`\`\`html\n${attack}\n\`\`\`\n`);
    write(`actions/ACT-2026-${String(at + 1).padStart(4, '0')}.md`,
      `---\nid: ACT-2026-${String(at + 1).padStart(4, '0')}\nkind: action\ntitle: ${quoted}\nstatus: open\n`
      + `incidents: [${id}]\nowner: ${quoted}\nevidence: [{file: ${quoted}}, {${quoted}: ${quoted}}]\n---\n${attack}\n`);
  });
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', ATTACKS[0]);
  run('-C', folder, 'report', '--rev', 'HEAD', '--out', join(place, 'site'));
  return { place, site: join(place, 'site') };
};

/** The site of a register to search in: 230 incidents of two years, and what is asked for by the tests. */
export const searchSite = () => {
  const place = mkdtempSync(join(tmpdir(), 'pirctl-search-'));
  const folder = join(place, 'register');
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const incident = (id, title, more = '', body = '') => write(`incidents/${id}.md`, `---\nid: ${id}\nkind: incident\n`
    + `title: ${JSON.stringify(title)}\nstatus: reported\nowner: ${id.endsWith('5') ? 'a.berg' : 'c.dorn'}\nseverity: ${
      ['low', 'critical', 'medium', 'high'][Number(id.slice(-1)) % 4]}\n`
    + `detected_at: ${id.slice(4, 8)}-01-${String(1 + (Number(id.slice(-3)) * 7) % 28).padStart(2, '0')}\nreported_at: 2026-02-01\n${more}---\n${body}`);
  mkdirSync(folder);
  git(folder, 'init', '-q', '-b', 'main');
  write('pirctl.yaml', 'schema: 1\n');
  write('people.yaml', 'a.berg: {name: Änne Bergström, role: engineer}\nc.dorn: {name: Cleo Dorn}\n');
  for (let at = 1; at <= 230; at++) {
    incident(`INC-2026-${String(at).padStart(4, '0')}`, `Case number ${at}`, '', '## Summary\n\nNothing out of the ordinary.\n');
  }
  incident('INC-2025-0001', 'Phishing of a mailbox', 'assets: [mail]\n', '## Summary\n\nA **Prüfprotokoll** was kept by the server.\n');
  incident('INC-2025-0002', 'Lost laptop', 'x-note: phishing was ruled out\n', '## Summary\n\nThe disk was encrypted.\n');
  incident('INC-2025-0003', 'Late patch', '', '## Summary\n\nSomeone spoke of phishing [here](https://example.org/zzlink).\n');
  incident('INC-2025-0004', 'canary title', 'privilege: {claimed_by: a.berg, basis: counsel, custodian: a.berg}\n', '## Summary\n\nThe canary sings.\n');
  ATTACKS.forEach((attack, at) => incident(`INC-2024-${String(at + 1).padStart(4, '0')}`, `${attack} hostile`, '', `## Summary\n\n${attack} evildoer\n`));
  write('controls/CTL-mail-gateway.md', '---\nid: CTL-mail-gateway\nkind: control\ntitle: Mail gateway\nstatus: implemented\nowner: c.dorn\n'
    + 'annex_a: [A.8.23]\n---\n');
  write('risks/RISK-0001.md', '---\nid: RISK-0001\nkind: risk\ntitle: Mail is misused\nstatus: open\nowner: c.dorn\ncontrols: [CTL-mail-gateway]\n---\n');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', 'first');
  incident('INC-2025-0002', 'Lost laptop', 'x-note: phishing was ruled out\n', '## Summary\n\nThe disk was encrypted, later too.\n');
  git(folder, 'commit', '-q', '-a', '-m', 'second');
  const commit = git(folder, 'rev-parse', 'HEAD').toString().trim();
  run('-C', folder, 'report', '--rev', 'HEAD', '--out', join(place, 'site'));
  return { place, site: join(place, 'site'), commit };
};
