// Table cells: raw text, raw numbers, rich text.

import { mrkdwn, plainLabel } from '../mrkdwn.js';
import { richText } from './rich_text.js';

/** The nodes of one cell. */
export function cellContent(cell) {
  if (cell?.type === 'rich_text') return richText(cell);
  if (cell?.type === 'mrkdwn') return mrkdwn(cell.text);
  return plainLabel(cell?.text ?? (cell?.value === undefined ? '' : String(cell.value)));
}

/** Whether the cell is a number, and so stands at the right. */
export function isNumber(cell) {
  return cell?.type === 'raw_number';
}

/** What the cell is sorted by: its number, or its words in lower case. */
export function sortValue(cell) {
  if (isNumber(cell)) return Number(cell.value ?? cell.text);
  return words(cell).toLowerCase();
}

function words(cell) {
  if (cell?.type !== 'rich_text') return String(cell?.text ?? '');
  return cell.elements
    .flatMap((part) => part.elements ?? [])
    .map((piece) => piece.text ?? '')
    .join('');
}
