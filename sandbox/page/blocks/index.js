// Draws a list of blocks: one renderer per block type, an honest note for a type it does not know.

import { el, fragment } from '../dom.js';
import { actions, contextActions } from './actions.js';
import { card, carousel } from './card.js';
import { chartBlock } from './chart.js';
import { container } from './container.js';
import { dataTable } from './data_table.js';
import { inputBlock } from './input.js';
import { markdownBlock } from './markdown.js';
import { alert, image, video } from './media.js';
import { plan, taskCard } from './plan.js';
import { richText } from './rich_text.js';
import { table } from './table.js';
import { context, divider, header, section } from './text.js';

const RENDERERS = {
  section,
  header,
  divider,
  context,
  actions,
  image,
  video,
  alert,
  card,
  carousel,
  container,
  plan,
  table,
  input: inputBlock,
  rich_text: richText,
  markdown: markdownBlock,
  context_actions: contextActions,
  data_table: dataTable,
  data_visualization: chartBlock,
  task_card: taskCard,
};

/** Draws `blocks` on `surface`; `prefix` keeps fallback block ids apart inside containers. */
export function renderBlocks(blocks, surface, prefix = 'block') {
  return fragment((blocks ?? []).map((block, index) => renderBlock(block, surface, `${prefix}-${index}`)));
}

function renderBlock(block, surface, fallbackId) {
  const blockId = block.block_id ?? fallbackId;
  const renderer = RENDERERS[block.type];
  if (!renderer) return el('p', { class: 'unknown' }, `This sandbox cannot draw a “${block.type}” block.`);
  const children = (list) => renderBlocks(list, surface, blockId);
  const node = renderer({ ...block, block_id: blockId }, surface, children);
  node.classList.add('block', `block-${block.type.replaceAll('_', '-')}`);
  node.dataset.block = blockId;
  return node;
}
