// The one script of the evidence site: search over all records, filter and sort of tables.
//
// Pages say everything without it. It is a classic script, since a page opened from a folder may
// load no module and fetch nothing; the index is read by script elements when it is first needed
// (search/head.js, search/words.js, and search/*.js with the texts from which context is shown).
// What comes from records reaches a page as text nodes only, never as HTML.
'use strict';

(() => {
  /** The way from this page to the root of the site: empty or `../`. */
  const root = document.currentScript.getAttribute('src').replace(/site\.js$/, '');

  /** What the files of the index fill; the one global. */
  const index = { head: null, words: null, texts: Object.create(null) };
  window.pirctlSearch = index;

  // ---------------------------------------------------------------------------------------------
  // Elements

  /** An element with attributes and children; children are elements or texts. */
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  // ---------------------------------------------------------------------------------------------
  // Words of the site's own

  const language = document.documentElement.lang || 'en';

  /** How they are told in another language than English; from words.js, which is there only then. */
  const told = window.pirctlWords ?? {};

  /** A sentence of the site's own, with its numbers. */
  const say = (text, n, n2) => (told[text] ?? text)
    .replace('{n}', n?.toLocaleString(language)).replace('{n2}', n2?.toLocaleString(language));

  /** True where keys are letters of a text and not commands. */
  const isTyping = (element) => element.isContentEditable || /^(input|textarea|select)$/i.test(element.tagName);

  // ---------------------------------------------------------------------------------------------
  // Words, read and folded as the index has them (src/emit/html/search/fold.rs)

  const WORD = /[\p{Alphabetic}\p{N}\p{M}]+(?:[-._@][\p{Alphabetic}\p{N}\p{M}]+)*/gu;
  const JOINTS = /[-._@]/;
  const LONGEST = 64;
  const SPELT = { ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th', ø: 'o', đ: 'd', ð: 'd', ł: 'l', ı: 'i', ς: 'σ' };

  /** A text without letter case and accents. */
  const unaccented = (text) => (/^[ -~\s]*$/.test(text) ? text.toLowerCase() : text.normalize('NFKD').replace(/\p{M}/gu, '')
    .toLowerCase().replace(/[ßæœþøđðłıς]/g, (letter) => SPELT[letter]));

  /** A word of a text in the form in which the index has it. */
  const fold = (word) => {
    const folded = unaccented(word).replaceAll(' ', '');
    return folded.length > LONGEST ? [...folded].slice(0, LONGEST).join('') : folded;
  };

  /** One letter alone says nothing, unless it is a sign of its own. */
  const isTold = (word) => word.length > 1 || word > '\x7f';

  /** A folded word, and its parts where it has several. */
  const withParts = (folded) => {
    const parts = JOINTS.test(folded) ? folded.split(JOINTS).filter((part) => isTold(part) && /[^0-9]/.test(part)) : [];
    return isTold(folded) ? [folded, ...parts] : parts;
  };

  /** What is asked for: whole words, and the beginning of the one that is still being typed. */
  const termsOf = (query) => {
    const words = [...query.matchAll(WORD)].map((found) => ({
      word: fold(found[0]),
      isOpen: !/[\s\p{Alphabetic}\p{N}]/u.test(query.slice(found.index + found[0].length)),
    }));
    return words.filter(({ word }) => isTold(word));
  };

  // ---------------------------------------------------------------------------------------------
  // The index

  const loading = new Map();

  /** Reads a file of the index, once. */
  const load = (name) => {
    if (!loading.has(name)) {
      loading.set(name, new Promise((done, failed) => {
        const script = make('script', { src: `${root}search/${encodeURIComponent(name)}.js` });
        script.onload = done;
        script.onerror = () => failed(new Error(name));
        document.head.append(script);
      }));
    }
    return loading.get(name);
  };

  // Numbers are written in signs: each of the first 64 ends one, the others have more behind them.
  const LAST = 64;
  const MORE = 24;
  const COMMA = 44;
  const VALUES = new Uint8Array(128);
  for (let code = 33, value = 0; code < 127; code++) {
    if (!'"\\<&\','.includes(String.fromCharCode(code))) VALUES[code] = value++;
  }

  /** Scores by where a word stands; the better place outweighs all words in a lesser one. */
  const SCORES = { text: 1, field: 20, title: 400, start: 8000, whole: 160000 };
  const BY_RANK = [SCORES.text, SCORES.field, SCORES.title];

  /** Gives each record of a list its score, where that is better than what it has. */
  const score = (list, found) => {
    let [rank, at, number, unit] = [0, 0, 0, 1];
    for (let place = 0; place < list.length; place++) {
      const code = list.charCodeAt(place);
      if (code === COMMA) {
        rank += 1;
        at = 0;
      } else {
        const value = VALUES[code];
        number += value * unit;
        unit *= MORE;
        if (value < LAST) {
          at += number;
          if (found[at] < BY_RANK[rank]) found[at] = BY_RANK[rank];
          at += 1;
          number = 0;
          unit = 1;
        }
      }
    }
  };

  /** Where the first word stands that is not before `wanted`. */
  const placeOf = (words, wanted) => {
    let [low, high] = [0, words.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (words[middle] < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  /** Scores the records of `word`, or of all words that begin with it. */
  const scoreWords = ({ words, lists }, word, isOpen, found) => {
    for (let at = placeOf(words, word); at < words.length; at++) {
      if (!(words[at] === word || (isOpen && words[at].startsWith(word)))) break;
      score(lists[at], found);
    }
  };

  /** Scores the records whose ids are, begin with or have `word`. */
  const scoreIds = (ids, word, isOpen, found) => {
    for (let at = 0; at < ids.length; at++) {
      const place = ids[at].indexOf(word);
      if (place < 0) continue;
      const isWhole = place + word.length === ids[at].length;
      if (place === 0 && isWhole) found[at] = SCORES.whole;
      else if (place === 0 && isOpen) found[at] = SCORES.start;
      else if (ids[at][place - 1] === '-' && (isOpen || isWhole)) found[at] = Math.max(found[at], SCORES.title);
    }
  };

  const isCommit = (word) => /^[0-9a-f]{4,40}$/.test(word);

  /** The index as searching asks it, made when both of its files are here. */
  let ready = null;
  const open = async () => {
    await Promise.all([load('head'), load('words')]);
    if (ready) return ready;
    const { records, shelves, folders } = index.head;
    const [words, lists, commits, ofCommits] = index.words.map((text) => text.split(' '));
    ready = {
      records,
      folders: new Map(folders),
      ids: records.map(([id]) => fold(id)),
      shelfOf: shelves.flatMap(([name, count]) => Array.from({ length: count }, (_, at) => [name, at])),
      words: { words, lists },
      commits: { words: commits, lists: ofCommits },
    };
    return ready;
  };

  /** The records that have every term, best first; the newest of equals first. */
  const find = ({ records, ids, words, commits }, terms) => {
    let all = null;
    for (const { word, isOpen } of terms) {
      const found = new Uint32Array(records.length);
      scoreWords(words, word, isOpen, found);
      // Controls of Annex A are often said without their letter.
      if (/^\d\.\d+$/.test(word)) scoreWords(words, `a.${word}`, isOpen, found);
      if (isCommit(word)) scoreWords(commits, word.slice(0, 12), true, found);
      scoreIds(ids, word, isOpen, found);
      all = all ? all.map((sum, at) => (sum && found[at] ? sum + found[at] : 0)) : found;
    }
    // Few scores are different, so that places are gathered by score and not compared.
    const byScore = new Map();
    for (let at = 0; at < (all?.length ?? 0); at++) {
      if (!all[at]) continue;
      if (byScore.has(all[at])) byScore.get(all[at]).push(at);
      else byScore.set(all[at], [at]);
    }
    return [...byScore.keys()].sort((a, b) => b - a).flatMap((sum) => byScore.get(sum));
  };

  // ---------------------------------------------------------------------------------------------
  // What is shown of a record

  /** The terms that a word of a text answers. */
  const meantBy = (terms, word) => {
    const parts = withParts(fold(word));
    return terms.filter((term) => parts.some((part) => part === term.word || (term.isOpen && part.startsWith(term.word))
      || part === `a.${term.word}`));
  };

  /** Where terms stand in a text: from, to, and which. */
  const placesOf = (text, terms) => {
    const places = [];
    const known = new Map();
    for (const found of text.matchAll(WORD)) {
      const word = found[0];
      let meant = known.get(word);
      if (!meant) {
        meant = meantBy(terms, word);
        known.set(word, meant);
      }
      if (meant.length) places.push({ from: found.index, to: found.index + word.length, meant });
    }
    return places;
  };

  /** A text with what was asked for marked. */
  const marked = (text, places) => {
    const nodes = [];
    let at = 0;
    for (const { from, to } of places) {
      nodes.push(text.slice(at, from), make('mark', {}, text.slice(from, to)));
      at = to;
    }
    return [...nodes, text.slice(at)];
  };

  /** Text as it is read: without the signs of Markdown, in one line. */
  const plain = (text) => text.replace(/<!--[^]*?-->/g, ' ').replace(/^[ \t]*(?:[-*+>]|#{1,6}|\d+[.)])[ \t]+/gm, '')
    .replace(/\]\([^)\s]*\)/g, ' ').replace(/^[ |:-]+$/gm, ' ').replace(/[*`[\]]|[ \t]*\|[ \t]*/g, ' ').replace(/\s+/g, ' ').trim();

  const BEFORE = 50;
  const AROUND = 170;

  /** The piece of a text around the first place, cut between words. */
  const pieceOf = (text, first) => {
    let from = Math.max(0, first.from - BEFORE);
    if (from > 0) from = text.indexOf(' ', from) + 1 || from;
    if (from > first.from) from = first.from;
    let to = Math.min(text.length, from + AROUND);
    if (to < text.length) to = Math.max(text.lastIndexOf(' ', to), first.to);
    return (from > 0 ? '\u2026 ' : '') + text.slice(from, to) + (to < text.length ? ' \u2026' : '');
  };

  /** Context for the terms: the text of a record that has most of them, with its label. */
  const contextOf = (texts, terms) => {
    let best = null;
    for (let at = 0; at + 1 < texts.length && !(best?.count === terms.length); at += 2) {
      const [label, text] = [texts[at], plain(texts[at + 1])];
      const places = placesOf(text, terms);
      const count = new Set([...places, ...placesOf(label, terms)].flatMap(({ meant }) => meant)).size;
      if (count > (best?.count ?? 0)) best = { count, label, text, first: places[0] ?? { from: 0, to: 0 } };
    }
    if (!best) return null;
    const piece = pieceOf(best.text, best.first);
    const label = make('span', { class: 'label' }, ...marked(best.label, placesOf(best.label, terms)));
    return [label, ...marked(piece, placesOf(piece, terms))];
  };

  /** The commits that terms begin, as context. */
  const commitsOf = ({ commits, records }, terms, at) => {
    const shown = [];
    for (const { word } of terms.filter((term) => isCommit(term.word))) {
      const begin = word.slice(0, 12);
      for (let place = placeOf(commits.words, begin); commits.words[place]?.startsWith(begin); place++) {
        const found = new Uint32Array(records.length);
        score(commits.lists[place], found);
        if (found[at]) shown.push([make('mark', {}, begin), commits.words[place].slice(begin.length)]);
        if (shown.length === 3) break;
      }
    }
    return shown.length ? [make('span', { class: 'label' }, say('commit')), ...shown.flatMap((id, n) => (n ? [', ', ...id] : id))] : null;
  };

  /** One find: a link with id and title, what the record is, and the context when its text is here. */
  const itemOf = (at, terms) => {
    const [id, title, href, kind, state, verdict, words] = ready.records[at];
    const path = href || `${ready.folders.get(kind)}/${id}.html`;
    const [idPlaces, titlePlaces] = [placesOf(id, terms), placesOf(title, terms)];
    const link = make('a', { href: root + path }, make('span', { class: 'id' }, ...marked(id, idPlaces)), ' ',
      make('bdi', {}, ...marked(title, titlePlaces)));
    const about = make('p', { class: 'about' }, `${say(kind.replace('-', ' '))}${state ? `, ${state}` : ''}`);
    if (verdict) about.append(' ', make('span', { class: `state is-${verdict}` }, say(words)));
    const item = make('li', {}, link, about);
    const told = new Set([...idPlaces, ...titlePlaces, ...placesOf(`${kind} ${state}`, terms)].flatMap(({ meant }) => meant));
    const open = terms.filter((term) => !told.has(term) && !fold(id).includes(term.word));
    if (open.length) addContext(item, at, open);
    return item;
  };

  const addContext = (item, at, terms) => {
    const line = make('p', { class: 'context' });
    item.append(line);
    const commits = commitsOf(ready, terms, at);
    if (commits) {
      line.append(...commits);
      return;
    }
    const [shelf, place] = ready.shelfOf[at];
    const show = () => {
      const context = contextOf(index.texts[shelf]?.[place] ?? [], terms);
      if (context) line.append(...context);
      else line.remove();
    };
    // What is here already is shown at once, so that lines do not jump.
    if (index.texts[shelf]) show();
    else load(shelf).then(show, () => line.remove());
  };

  // ---------------------------------------------------------------------------------------------
  // The dialog

  const STEP = 20;
  const HINT = say('An id, words, a person, a control, or the first four digits of a commit.');

  const addSearch = () => {
    const field = make('input', { type: 'search', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', enterkeyhint: 'go' });
    const close = make('button', { type: 'button', class: 'plain' }, say('Close'));
    const status = make('p', { role: 'status' }, HINT);
    const list = make('ol', { class: 'found' });
    const more = make('button', { type: 'button', class: 'plain', hidden: '' }, say('Show {n} more', STEP));
    const dialog = make('dialog', { class: 'finder', 'aria-label': say('Search all records') },
      make('div', { class: 'ask' }, make('label', {}, make('span', {}, say('Search all records')), field), close),
      status, make('div', { class: 'finds' }, list, more));
    const opener = make('button', { type: 'button', class: 'seek', 'aria-haspopup': 'dialog', 'aria-keyshortcuts': '/ Control+K' },
      say('Search'), make('kbd', { 'aria-hidden': 'true' }, '/'));

    let found = [];
    let terms = [];
    let asked = 0;

    const showMore = () => {
      const shown = list.children.length;
      list.append(...found.slice(shown, shown + STEP).map((at) => itemOf(at, terms)));
      more.hidden = list.children.length >= found.length;
    };

    const outcome = () => {
      if (!terms.length) return HINT;
      if (!found.length) return terms.length > 1 ? say('No record has all of these words.') : say('No record was found.');
      const shown = list.children.length;
      if (shown < found.length) return say('{n} records; the first {n2} are shown.', found.length, shown);
      return found.length === 1 ? say('1 record.') : say('{n} records.', found.length);
    };

    const ask = async () => {
      const now = ++asked;
      terms = termsOf(field.value);
      if (!ready && terms.length) status.textContent = say('Reading the index \u2026');
      try {
        const read = await open();
        if (now !== asked) return;
        found = find(read, terms);
      } catch {
        loading.clear();
        status.textContent = say('The index could not be read. It stands in the folder search of this site.');
        return;
      }
      list.replaceChildren();
      list.parentElement.scrollTop = 0;
      showMore();
      status.textContent = outcome();
    };

    const start = () => {
      if (dialog.open) return;
      dialog.showModal();
      field.select();
      ask();
    };

    /** Moves between the field and the links below it. */
    const move = (by) => {
      const stops = [field, ...list.querySelectorAll('a')];
      const at = stops.indexOf(document.activeElement);
      const next = stops[Math.min(Math.max(at + by, 0), stops.length - 1)];
      next.focus();
      next.scrollIntoView({ block: 'nearest' });
    };

    field.addEventListener('input', ask);
    more.addEventListener('click', () => {
      const first = list.children.length;
      showMore();
      list.children[first]?.querySelector('a').focus();
      status.textContent = outcome();
    });
    close.addEventListener('click', () => dialog.close());
    // A click beside the dialog is one on its backdrop.
    dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
    // A link may lead to a place on this very page.
    list.addEventListener('click', (event) => { if (event.target.closest('a') && !event.ctrlKey && !event.metaKey) dialog.close(); });
    dialog.addEventListener('keydown', (event) => {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        move(event.key === 'ArrowDown' ? 1 : -1);
      } else if (event.key === 'Escape') {
        // A field would take the first one to clear itself.
        event.preventDefault();
        dialog.close();
      } else if (event.key === 'Enter' && event.target === field) {
        event.preventDefault();
        list.querySelector('a')?.click();
      }
    });
    document.addEventListener('keydown', (event) => {
      const isSlash = event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey;
      const isChord = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if ((isSlash || isChord) && !isTyping(event.target)) {
        event.preventDefault();
        start();
      }
    });
    opener.addEventListener('click', start);
    document.querySelector('.bar .top').append(opener);
    document.body.append(dialog);
  };

  // ---------------------------------------------------------------------------------------------
  // Tables

  /** Tables with more rows than this get a filter and heads that sort. */
  const FEW = 8;

  // Words whose order is not that of their letters.
  const ORDERS = [['critical', 'high', 'medium', 'low', 'info'], ['error', 'warning', 'note']];
  const ORDINAL = new Map(ORDERS.flatMap((words) => words.map((word, at) => [say(word).toLowerCase(), String(at)])));
  const { compare } = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });

  /** What a cell is sorted by: its time, else its first line. Nothing stands for an empty cell. */
  const keyOf = (cell) => {
    const time = cell?.querySelector('time');
    if (time) return time.dateTime || time.textContent;
    const lines = cell ? [...cell.childNodes].filter((node) => !node.classList?.contains('sub')) : [];
    const text = (lines.map((node) => node.textContent).join('') || cell?.textContent || '').trim();
    return ORDINAL.get(text.toLowerCase()) ?? text;
  };

  /** Compares times by their instant, numbers by their value, and texts as people number things. */
  const compareKeys = (kind) => (a, b) => {
    if (kind === 'times') return Date.parse(a) - Date.parse(b) || compare(a, b);
    if (kind === 'numbers') return Number.parseFloat(a) - Number.parseFloat(b) || compare(a, b);
    return compare(a, b);
  };

  const isNumber = (key) => /^-?\d+(\.\d+)?$/.test(key);

  const kindOf = (cells, keys) => {
    if (cells.some((cell) => cell?.querySelector('time'))) return 'times';
    return keys.every((key) => !key || isNumber(key)) ? 'numbers' : 'texts';
  };

  /** Makes the heads of a table buttons: up, down, and as it was made. */
  const addSort = (table) => {
    const body = table.tBodies[0];
    const made = [...body.rows];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = make('button', { type: 'button' });
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener('click', () => {
        const order = { ascending: 'descending', descending: null }[head.getAttribute('aria-sort')];
        const wanted = order === undefined ? 'ascending' : order;
        heads.forEach((other) => other.removeAttribute('aria-sort'));
        if (wanted) head.setAttribute('aria-sort', wanted);
        body.append(...(wanted ? sorted(made, column, wanted) : made));
      });
    });
  };

  const sorted = (rows, column, order) => {
    const cells = rows.map((row) => row.cells[column]);
    const keys = cells.map(keyOf);
    const by = compareKeys(kindOf(cells, keys));
    const turn = order === 'descending' ? -1 : 1;
    const places = rows.map((_, at) => at);
    // Empty cells stand last, whichever way.
    places.sort((a, b) => Number(!keys[a]) - Number(!keys[b]) || turn * by(keys[a], keys[b]) || a - b);
    return places.map((at) => rows[at]);
  };

  /** A field above a table that leaves only the rows with all of its words. */
  const addFilter = (table, hasPages) => {
    const rows = [...table.tBodies[0].rows];
    const field = make('input', { type: 'search', autocomplete: 'off', spellcheck: 'false' });
    // A page may have several filters: the caption tells them apart.
    if (table.caption?.id) field.setAttribute('aria-describedby', table.caption.id);
    const status = make('span', { role: 'status' });
    const name = hasPages ? say('Filter the rows of this page') : say('Filter the rows');
    let texts = null;

    const filter = () => {
      texts ??= rows.map((row) => unaccented(row.textContent.replace(/\s+/g, ' ')));
      const wanted = field.value.split(/\s+/).filter(Boolean).map(unaccented);
      let shown = 0;
      rows.forEach((row, at) => {
        row.hidden = !wanted.every((word) => texts[at].includes(word));
        if (!row.hidden) shown += 1;
      });
      const left = hasPages ? say('{n} of {n2} rows on this page', shown, rows.length) : say('{n} of {n2} rows', shown, rows.length);
      status.textContent = wanted.length ? left : '';
    };

    field.addEventListener('input', filter);
    // A row that a link leads to is never hidden.
    window.addEventListener('hashchange', () => {
      const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (target?.closest('tr')?.hidden && table.contains(target)) {
        field.value = '';
        filter();
        target.scrollIntoView();
      }
    });
    table.closest('.scroll').before(make('p', { class: 'sift' }, make('label', {}, make('span', {}, name), field), status));
  };

  const addTools = () => {
    const hasPages = document.querySelector('main ul.pages') !== null;
    for (const table of document.querySelectorAll('main .scroll > table')) {
      const isOurs = !table.closest('.prose, .picture, .matrix') && table.tHead?.rows.length === 1;
      if (isOurs && table.tBodies[0]?.rows.length > FEW) {
        addSort(table);
        addFilter(table, hasPages);
      }
    }
  };

  addSearch();
  addTools();
})();
