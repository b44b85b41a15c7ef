// The markdown block: standard Markdown as far as Slack draws it.

import { el, fragment } from '../dom.js';
import { link } from '../links.js';
import { emojiNode } from '../mrkdwn.js';
import { gridTable } from './table.js';

const INLINE = [
  { pattern: /`([^`]+)`/y, render: ([, code]) => el('code', {}, code) },
  { pattern: /\[([^\]]+)\]\(([^)\s]+)\)/y, render: ([, label, url]) => link(url, inline(label)) },
  { pattern: /\*\*(.+?)\*\*/y, render: ([, body]) => el('strong', {}, inline(body)) },
  { pattern: /~~(.+?)~~/y, render: ([, body]) => el('s', {}, inline(body)) },
  { pattern: /\*(\S(?:.*?\S)?)\*/y, render: ([, body]) => el('em', {}, inline(body)) },
  { pattern: /\b_(\S(?:.*?\S)?)_\b/y, render: ([, body]) => el('em', {}, inline(body)) },
  { pattern: /:([a-z0-9_+-]+):/y, render: ([, name]) => emojiNode(name) },
  { pattern: /https?:\/\/[^\s<>]*[^\s<>.,;:!?)]/y, render: ([url]) => link(url, url) },
];

const STARTERS = [
  { pattern: /^```/, read: fence },
  { pattern: /^#{1,6} /, read: heading },
  { pattern: /^(?:-{3,}|\*{3,}|_{3,})\s*$/, read: (lines) => [el('hr'), lines.slice(1)] },
  { pattern: /^> ?/, read: quote },
  { pattern: /^\s*(?:[-*+]|\d+[.)]) /, read: list },
  { pattern: /^\|.*\|\s*$/, read: tableRows },
];

/** Draws a markdown block. */
export function markdownBlock(block) {
  return el('div', { class: 'markdown' }, markdown(block.text ?? ''));
}

function markdown(text) {
  const nodes = [];
  let lines = text.split('\n');
  while (lines.length) {
    const [node, rest] = readOne(lines);
    nodes.push(node);
    lines = rest;
  }
  return fragment(nodes);
}

function readOne(lines) {
  if (!lines[0].trim()) return [null, lines.slice(1)];
  return (starter(lines[0])?.read ?? paragraph)(lines);
}

function starter(line) {
  return STARTERS.find(({ pattern }) => pattern.test(line));
}

/** Splits off the leading lines for which `belongs` holds; always at least one. */
function take(lines, belongs) {
  const end = lines.findIndex((line, index) => index > 0 && !belongs(line));
  return end < 0 ? [lines, []] : [lines.slice(0, end), lines.slice(end)];
}

function paragraph(lines) {
  const [own, rest] = take(lines, (line) => line.trim() && !starter(line));
  return [
    el(
      'p',
      {},
      own.map((line, index) => [index > 0 && el('br'), inline(line)]),
    ),
    rest,
  ];
}

function heading([first, ...rest]) {
  const level = /^#+/.exec(first)[0].length;
  return [
    el(
      `h${Math.min(level + 1, 6)}`,
      { class: `header-${Math.min(level, 4)}` },
      inline(first.slice(level + 1)),
    ),
    rest,
  ];
}

function fence(lines) {
  const end = lines.findIndex((line, index) => index > 0 && line.startsWith('```'));
  const last = end < 0 ? lines.length : end;
  return [el('pre', {}, lines.slice(1, last).join('\n')), lines.slice(last + 1)];
}

function quote(lines) {
  const [own, rest] = take(lines, (line) => line.startsWith('>'));
  return [el('blockquote', {}, markdown(own.map((line) => line.replace(/^> ?/, '')).join('\n'))), rest];
}

function list(lines) {
  const ordered = /^\s*\d/.test(lines[0]);
  const [own, rest] = take(lines, (line) => /^\s*(?:[-*+]|\d+[.)]) /.test(line));
  return [el(ordered ? 'ol' : 'ul', {}, own.map(listItem)), rest];
}

function listItem(line) {
  const depth = Math.min(Math.floor(/^\s*/.exec(line)[0].length / 2), 6);
  return el('li', { class: `indent-${depth}` }, inline(line.replace(/^\s*(?:[-*+]|\d+[.)]) /, '')));
}

function tableRows(lines) {
  const [own, rest] = take(lines, (line) => /^\|.*\|\s*$/.test(line));
  const cells = own
    .filter((line) => !/^\|[\s:|-]+\|\s*$/.test(line))
    .map((line) =>
      line
        .trim()
        .slice(1, -1)
        .split('|')
        .map((cell) => inline(cell.trim())),
    );
  return [gridTable(cells), rest];
}

function inline(text) {
  const nodes = [];
  let waiting = '';
  for (let at = 0; at < text.length;) {
    const hit = firstMatch(text, at);
    if (hit) nodes.push(waiting, hit.node);
    waiting = hit ? '' : waiting + text[at];
    at += hit?.length ?? 1;
  }
  return fragment(nodes, waiting);
}

function firstMatch(text, at) {
  for (const { pattern, render } of INLINE) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return { node: render(match), length: match[0].length };
  }
  return null;
}
