// Plans and task cards: what is being done, step by step.

import { el } from '../dom.js';
import { icon } from '../icons.js';
import { link } from '../links.js';
import { plain } from '../mrkdwn.js';
import { richText } from './rich_text.js';

const STATUS = {
  pending: { label: 'Not started', sign: () => el('span', { class: 'task-dot' }) },
  in_progress: { label: 'In progress', sign: () => el('span', { class: 'spinner' }) },
  complete: { label: 'Done', sign: () => icon('check', 16) },
  error: { label: 'Failed', sign: () => icon('warning', 16) },
};

/** A plan with its tasks. */
export function plan(block) {
  const tasks = (block.tasks ?? []).map((task) => el('li', {}, taskCard(task)));
  return el(
    'section',
    {},
    el('p', { class: 'plan-title' }, plain(block.title?.text ?? block.title)),
    el('ol', { class: 'plan-tasks' }, tasks),
  );
}

/** One task: status, title, details, output, sources. */
export function taskCard(task) {
  const status = STATUS[task.status] ?? STATUS.pending;
  const title = el(
    'p',
    { class: 'task-title' },
    plain(task.title?.text ?? task.title),
    el('span', { class: 'visually-hidden' }, ` (${status.label})`),
  );
  const sources =
    task.sources?.length &&
    el(
      'p',
      { class: 'task-sources' },
      task.sources.map((source) => link(source.url, source.text ?? source.url)),
    );
  const text = el(
    'div',
    {},
    title,
    task.details && richText(task.details),
    task.output && richText(task.output),
    sources,
  );
  return el(
    'div',
    { class: `task task-${task.status ?? 'pending'}` },
    el('span', { class: 'task-sign', title: status.label }, status.sign()),
    text,
  );
}
