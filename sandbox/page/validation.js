// What Slack's own client checks before it sends a modal: required fields, addresses, numbers, lengths.

import { isEmpty } from './elements/initial.js';

const REQUIRED = 'Please complete this required field.';

/** Finds what is wrong, as {block_id: sentence}. */
export function problems(blocks, values) {
  const inputs = blocks.filter(({ type }) => type === 'input');
  const found = inputs.map((block) => [
    block.block_id,
    problem(block, values[block.block_id]?.[block.element.action_id]),
  ]);
  return Object.fromEntries(found.filter(([, sentence]) => sentence));
}

function problem({ element, optional }, payload) {
  if (element.type === 'file_input') return null;
  if (!payload || isEmpty(payload)) return optional ? null : REQUIRED;
  return CHECKS[element.type]?.(payload.value, element) ?? null;
}

const CHECKS = {
  plain_text_input: (value, { min_length: min = 0 }) =>
    value.length < min ? `Please write at least ${min} characters.` : null,
  email_text_input: (value) => (/^\S+@\S+\.\S+$/.test(value) ? null : 'Please enter a valid email address.'),
  url_text_input: (value) => (URL.canParse(value) ? null : 'Please enter a valid URL.'),
  number_input: number,
};

function number(value, element) {
  const given = Number(value);
  if (!Number.isFinite(given)) return 'Please enter a number.';
  if (!element.is_decimal_allowed && !Number.isInteger(given)) return 'Please enter a whole number.';
  if (element.min_value !== undefined && given < Number(element.min_value))
    return `Please enter ${element.min_value} or more.`;
  if (element.max_value !== undefined && given > Number(element.max_value))
    return `Please enter ${element.max_value} or less.`;
  return null;
}
