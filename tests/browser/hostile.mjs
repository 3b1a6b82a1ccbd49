// Registers whose every part tries to act: one attack in each field, name, text, path, commit and person.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { git, run } from './sites.mjs';

const ACT = 'alert(1)';
const OUT = 'https://outside.invalid/x';

/** Ways to make a page act or reach out, by what they abuse. */
export const ATTACKS = {
  'script element': `<script>${ACT}</script>`,
  'script element in odd letters': `<ScRiPt\t>${ACT}</sCrIpT\n>`,
  'script element that is never ended': `<script src=${OUT}`,
  'script with a slash for a space': `<script/src=${OUT}></script>`,
  'script inside a script': `<scr<script>ipt>${ACT}</scr</script>ipt>`,
  'end of a title': `</title><script>${ACT}</script>`,
  'end of a style': `</style><script>${ACT}</script>`,
  'end of a script': `</script><script>${ACT}</script>`,
  'end of a textarea': `</textarea><script>${ACT}</script>`,
  'end of a comment': `--!><script>${ACT}</script><!--`,
  'comment left open': '<!-- ',
  'cdata section': `<![CDATA[<script>${ACT}</script>]]>`,
  'processing instruction': `<?xml-stylesheet href="${OUT}"?><?php echo 1 ?>`,
  'doctype with an entity': `<!DOCTYPE x [<!ENTITY y SYSTEM "${OUT}">]>&y;`,
  'end of everything': `</p></div></td></tr></table></main></body></html><script>${ACT}</script>`,
  'a second main': '</main><main id="main"><h1>Everything is met</h1>',
  'double quote': `" onmouseover="${ACT}" x="`,
  'single quote': `' onmouseover='${ACT}' x='`,
  'no quote': `x onmouseover=${ACT} autofocus`,
  'back quote': `\`onmouseover=${ACT}\``,
  'picture that fails': `"><img src=x onerror=${ACT}>`,
  'picture with a source set': `<img srcset="${OUT} 1x" loading=eager>`,
  'picture with a lone slash': `<img/src/onerror=${ACT}>`,
  'svg that loads': `'><svg/onload=${ACT}>`,
  'svg with a script': `<svg><script href="data:text/javascript,${ACT}"/></svg>`,
  'svg that animates an address': `<svg><a><animate attributeName=href values=javascript:${ACT} /><text y=20>x</text></a></svg>`,
  'svg that uses another': `<svg><use href="${OUT}#x"/></svg>`,
  'svg with foreign content': `<svg><foreignObject><iframe src="javascript:${ACT}"></iframe></foreignObject></svg>`,
  'namespaces confused': `<math><mtext><table><mglyph><style><img src=x onerror=${ACT}>`,
  'noscript read twice': `<noscript><p title="</noscript><img src=x onerror=${ACT}>">`,
  'template': `<template><script>${ACT}</script></template>`,
  'element that opens': `<details open ontoggle=${ACT}>x</details>`,
  'element that takes the focus': `<input autofocus onfocus=${ACT}><select autofocus onfocus=${ACT}>`,
  'animation that ends': `<b style="animation-name:x" onanimationend=${ACT}>x</b>`,
  'media that fails': `<video><source onerror=${ACT}></video><audio src onerror=${ACT}>`,
  'frame with its own text': `<iframe srcdoc="<script>parent.${ACT}</script>"></iframe>`,
  'frame with an address': `<iframe src="javascript:${ACT}"></iframe><frameset onload=${ACT}>`,
  'object and embed': `<object data="data:text/html,<script>${ACT}</script>"></object><embed src="${OUT}">`,
  'form to elsewhere': `<form action="${OUT}"><button formaction="javascript:${ACT}">x</button></form>`,
  'base of all links': `<base href="${OUT}/">`,
  'refresh to elsewhere': `<meta http-equiv="refresh" content="0;url=${OUT}">`,
  'looser policy': '<meta http-equiv="Content-Security-Policy" content="default-src *">',
  'stylesheet from elsewhere': `<link rel=stylesheet href="${OUT}"><style>@import "${OUT}";</style>`,
  'style attribute': `<p style="background:url(${OUT});position:fixed;inset:0">x</p>`,
  'link that runs': `<a href="javascript:${ACT}">x</a>`,
  'link that runs, in entities': `<a href="&#x6a;avascript&colon;${ACT}">x</a>`,
  'names that shadow': '<a id="main"></a><a id="location" name="cookie"></a><img name="body">',
  'template language': `{{ 7 * 7 }}{% raw %}<script>${ACT}</script>{% include "base.html" %}{# x`,
  'template language of others': `\${7*7} #{7*7} <%= 7*7 %> [[${ACT}]] @(7*7)`,
  'other encoding': `+ADw-script+AD4-${ACT}+ADw-/script+AD4-`,
  'entities': `&lt;script&gt;${ACT}&lt;/script&gt; &#60;img src=x onerror=${ACT}&#62; &quot;`,
  'letters that look alike': `＜script＞${ACT}＜/script＞ ‹img› ﹤b﹥`,
  'text that runs backwards': `\u202e>tpircs/<${ACT}>tpircs<\u202c\u2066`,
  'invisible letters': `<\u200bscript>${ACT}</\u200bscript>\ufeff\u2028\u2029`,
  'beyond the basic plane': `<script\u{1F600}>${ACT}</script> \u{E003C}script\u{E003E}`,
  'long': `<b title="${'x'.repeat(5000)}" onmouseover=${ACT}>`,
};

/** The same, in the ways of Markdown. */
export const IN_MARKDOWN = {
  'script address': `[x](javascript:${ACT}) [x](JaVaScRiPt:${ACT}) [x](<javascript:${ACT}>)`,
  'script address in entities': `[x](&#x6A;avascript:${ACT}) [x](javascript&colon;${ACT}) [x](java&Tab;script:${ACT})`,
  'script address after space': `[x](&#1;javascript:${ACT}) [x](&nbsp;javascript:${ACT}) [x](%20javascript:${ACT})`,
  'script address broken up': `[x](java&#10;script:${ACT}) [x](java&#13;script:${ACT}) [x](java\\script:${ACT})`,
  'other schemes': `[x](data:text/html;base64,PHNjcmlwdD4=) [x](vbscript:x) [x](file:///etc/passwd) [x](blob:x) [x](view-source:x)`
    + ' [x](filesystem:x) [x](jar:x!/y) [x](intent://x) [x](livescript:x) [x](about:blank)',
  'other hosts': '[x](//outside.invalid/x) [x](\\\\\\\\outside.invalid) [x](/\\\\outside.invalid) [x](\\/\\/outside.invalid)'
    + ' [x](&sol;&sol;outside.invalid/x) [x](/&#47;outside.invalid)',
  'ways out of the site': '[x](../../../../etc/passwd) [x](/etc/passwd) [x](%2e%2e/%2e%2e/x) [x](..%2f..%2fx) [x](..\\\\..\\\\x) [x](?a=b) [x](.)',
  'addresses in reference definitions': `[x][1] [y][2]\n\n[1]: javascript:${ACT}\n[2]: <data:text/html,x> "t"`,
  'addresses in angles': `<javascript:${ACT}> <data:text/html,x> <x@"onmouseover=${ACT}> <https://x.invalid/"onmouseover=${ACT}>`,
  'titles': `[x](https://x.invalid "a\\" onmouseover=\\"${ACT}") [x](https://x.invalid '"><script>${ACT}</script>')`,
  'quotes in addresses': `[x](https://x.invalid/"onmouseover="${ACT}) [x](<https://x.invalid/"><script>${ACT}</script>>)`,
  'pictures': `![x](javascript:${ACT}) ![x](${OUT}.png) ![" onerror="${ACT}](x.svg) ![x](evidence/x.svg) ![x](data:image/svg+xml,<svg onload=${ACT}>)`,
  'links in links': `[a [b](https://x.invalid) c](https://y.invalid) [![x](https://x.invalid)](https://y.invalid)`,
  'attributes of headings': `# x {#main .skip onclick=${ACT} style=x}\n\n## </h2><script>${ACT}</script>`,
  'words after a fence': `\`\`\`"><script>${ACT}</script>\ncode\n\`\`\`\n\n~~~html onclick=${ACT}\n</code></pre><script>${ACT}</script>\n~~~`,
  'code': `\`</code><script>${ACT}</script>\`\n\n    </code></pre><script>${ACT}</script>`,
  'tables': `| <b onclick=${ACT}> | x |\n|:-:|--:|\n| </td></table><script>${ACT}</script> | [x](javascript:${ACT}) |`,
  'footnotes': `x[^1] y[^"><script>]\n\n[^1]: <script>${ACT}</script>\n[^"><script>]: x`,
  'tasks': `- [ ] <input onfocus=${ACT} autofocus>\n- [x] x`,
  'raw blocks': `<div onclick="${ACT}">\n\n*x*\n\n</div>\n\n<pre>\n</pre><script>${ACT}</script>\n\n<!-- -->\n<style>*{display:none}</style>`,
  'blocks never ended': '<table><tr><td>\n\n</main>\n\n<!--\n\n# x',
  'deep nesting': `${'> '.repeat(300)}x\n\n${'- '.repeat(200)}y\n\n${'*'.repeat(500)}z`,
  'control letters': 'a\u0001b\u0008c\u007fd\u0085e\u000cf',
};

const number = (at) => String(at + 1).padStart(4, '0');

/** A new register: `write` puts a file into it, `commit` everything into git, `site` renders it. */
const register = (name) => {
  const place = mkdtempSync(join(tmpdir(), `pirctl-${name}-`));
  const folder = join(place, 'register');
  mkdirSync(folder);
  git(folder, 'init', '-q', '-b', 'main');
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const commit = (subject) => {
    git(folder, 'add', '-A');
    git(folder, 'commit', '-q', '--allow-empty', '--cleanup=verbatim', '-m', subject);
  };
  const site = () => {
    run('-C', folder, 'report', '--rev', 'HEAD', '--out', join(place, 'site'));
    return { place, site: join(place, 'site') };
  };
  write('pirctl.yaml', 'schema: 1\n');
  return { folder, write, commit, site };
};

const front = (fields) => `---\n${Object.entries(fields).map(([name, value]) => `${name}: ${value}\n`).join('')}---\n`;

/** A register with one record for each text, as its body; gives the id of each. */
export const bodiesSite = (bodies) => {
  const { write, commit, site } = register('bodies');
  const ids = bodies.map((body, at) => {
    const id = `BUL-2026-${number(at)}`;
    write(`bulletins/${id}.md`, `${front({ id, kind: 'bulletin', title: 'A text', status: 'draft', audience: 'all staff' })}${body}`);
    return id;
  });
  commit('bodies');
  return { ...site(), ids };
};

/** A commit whose author, committer and subject are as given, also where git's own commands would mend them. */
const rawCommit = (folder, who, subject) => {
  const tree = git(folder, 'write-tree').toString().trim();
  const parent = git(folder, 'rev-parse', 'HEAD').toString().trim();
  const text = `tree ${tree}\nparent ${parent}\nauthor ${who} 1767398400 +0000\ncommitter ${who} 1767398400 +0000\n\n${subject}\n`;
  const made = execFileSync('git', ['-C', folder, 'hash-object', '-t', 'commit', '-w', '--literally', '--stdin'], { input: text });
  git(folder, 'update-ref', 'refs/heads/main', made.toString().trim());
};

/** A register in which each attack stands in every place that a page shows. */
export const attackedSite = () => {
  const { folder, write, commit, site } = register('attacked');
  const attacks = Object.values(ATTACKS);
  const people = attacks.map((attack, at) => `p${at}:\n  name: ${JSON.stringify(attack)}\n  role: ${JSON.stringify(attack)}\n`
    + `  emails: [p${at}@example.org]\n`);
  write('people.yaml', people.join(''));
  write('evidence/x.svg', `<svg xmlns="http://www.w3.org/2000/svg" onload="${ACT}"><script>${ACT}</script></svg>`);
  const records = (version) => attacks.forEach((attack, at) => {
    const [quoted, id] = [JSON.stringify(attack), `2026-${number(at)}`];
    const texts = `## Summary\n\n${attack}\n\n${Object.values(IN_MARKDOWN)[at % Object.keys(IN_MARKDOWN).length]}\n`;
    write(`incidents/INC-${id}.md`, front({ id: `INC-${id}`, kind: 'incident', title: quoted, status: 'closed', owner: quoted,
      severity: at % 2 ? 'high' : quoted, detected_at: '2026-01-02T10:00:00Z', reported_at: '2026-01-02T11:00:00Z',
      closed_at: '2026-01-03T10:00:00Z', assets: `[{name: ${quoted}, group: ${quoted}}]`, reporter: quoted, unit: quoted,
      reporting_channel: quoted, primary_responder: quoted, responders: `[${quoted}, p${at}]`, regimes: `[${quoted}]`,
      attack: `{actions: [${quoted}], vector: ${quoted}, varieties: [${quoted}]}`, external_ref: `[{system: ${quoted}, id: ${quoted}}]`,
      classification: at % 3 ? 'internal' : quoted, [`x-${at}`]: quoted, [quoted]: quoted }) + texts);
    write(`reviews/PIR-${id}.md`, front({ id: `PIR-${id}`, kind: 'pir', title: quoted, status: 'approved', incidents: `[INC-${id}]`,
      lead: quoted, held_at: '2026-01-04', form: 'meeting', attendees: `[{name: ${quoted}, role: ${quoted}, function: ${quoted}}]`,
      lessons: `[{id: L1, text: ${quoted}, category: ${quoted}, no_action_reason: ${quoted}}, {id: ${quoted}, text: ${quoted}}]`,
      signoff: `{ism: {name: ${quoted}, at: 2026-01-05}}`, minutes: `{file: ${quoted}}` }) + texts);
    write(`rcas/RCA-${id}.md`, front({ id: `RCA-${id}`, kind: 'rca', title: quoted, status: 'accepted', incidents: `[INC-${id}]`,
      method: at % 2 ? '5-whys' : quoted, whys: `[{why: ${quoted}, because: ${quoted}}, ${quoted}]`, accepted_by: quoted,
      causes: `[{id: C1, text: ${quoted}, category: process, process_or_control: ${quoted}}]`, accepted_at: '2026-01-06' }) + texts);
    write(`actions/ACT-${id}.md`, front({ id: `ACT-${id}`, kind: 'action', title: quoted, status: at % 2 ? 'closed' : 'open', owner: quoted,
      incidents: `[INC-${id}]`, addresses: `[PIR-${id}#L1, RCA-${id}#C1, ${quoted}]`, due: '2026-01-20', changes: `[POL-p${at}, ${quoted}]`,
      evidence: `[{file: evidence/x.svg}, {file: ${quoted}}, {url: ${quoted}}, {url: "javascript:${ACT}"}, {${quoted}: ${quoted}},`
        + ` {diff: {before: ${quoted}, after: ${quoted}}}, {commit: ${quoted}, path: ${quoted}}]`, implemented_at: '2026-01-20',
      verification: `{method: ${quoted}, by: ${quoted}, at: 2026-01-21, result: ${quoted}}`, change_ref: quoted }) + texts);
    write(`risks/RISK-${number(at)}.md`, front({ id: `RISK-${number(at)}`, kind: 'risk', title: quoted, status: 'treated', owner: quoted,
      likelihood: version, impact: 3, rationale: quoted, incidents: `[INC-${id}]`, assessed_at: `2026-01-0${version}` }) + texts);
    write(`policies/POL-p${at}.md`, front({ id: `POL-p${at}`, kind: 'policy', title: quoted, status: 'approved', owner: quoted,
      version: `"${version}.0"`, approved_by: quoted, approved_at: '2026-01-10',
      change_log: `[{version: "${version}.0", sections: [${quoted}], date: 2026-01-10, incidents: [INC-${id}], summary: ${quoted}}]` })
      + `${texts}\n${version === 1 ? 'old' : attack}\n${attack.replaceAll('x', String(version))}\n`);
    write(`vendors/VND-v${at}.md`, front({ id: `VND-v${at}`, kind: 'vendor', title: quoted, tier: quoted, contact: quoted }));
  });
  records(1);
  // What cannot be read, or bears a name that is no id, is named on pages by its path.
  for (const [at, name] of Object.entries(['<script>alert(1)</script>.md', '"><img src=x onerror=alert(1)>.md', "'onmouseover='x.md",
    '{{7*7}}.md', '..%2f..%2fx.md', 'javascript:alert(1).md', '#x?y&z.md', ' .md', '\u202egnp.md'])) {
    write(`incidents/${name}`, front({ id: `INC-2027-${number(+at)}`, kind: 'incident', title: 'x', status: 'reported' }));
    write(`odd/${name}`, front({ id: JSON.stringify(name), kind: 'action', title: 'x', status: 'open' }));
    write(`actions/${name}`, '---\nkind: action\nid: [\n---\n');
  }
  attacks.slice(0, 12).forEach((attack, at) => write(`odd/id-${at}.md`,
    front({ id: JSON.stringify(at % 2 ? attack : `POL-${attack}`), kind: at % 2 ? 'incident' : 'policy', title: 'x', status: 'draft' })));
  commit(attacks[0]);
  records(2);
  git(folder, 'add', '-A');
  attacks.forEach((attack, at) => {
    write(`incidents/INC-2026-${number(at)}.md`, front({ id: `INC-2026-${number(at)}`, kind: 'incident', title: JSON.stringify(attack),
      status: 'closed', severity: 'low', closed_at: '2026-01-05', detected_at: '2026-01-02' }) + attack);
    git(folder, 'add', '-A');
    rawCommit(folder, at % 2 ? `${attack.replaceAll('\n', ' ')} <p${at}@example.org>` : `p <${attack.replaceAll('\n', ' ')}>`, attack);
  });
  return site();
};
