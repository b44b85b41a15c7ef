// Slack's selects: the native list for static_select, a searching combobox for all others.

import { avatar } from '../avatar.js';
import { el } from '../dom.js';
import { icon } from '../icons.js';
import { plainLabel } from '../mrkdwn.js';
import { channelName, nameOf, store } from '../state.js';
import { createCombobox } from './combobox.js';

const NO_CHOICE = '';

/** A static_select as a native list. */
export function staticSelect(element, cell, { labelId, ...props }) {
  const options = flat(element);
  const chosen = cell.payload.selected_option?.value;
  const hint = el(
    'option',
    { value: NO_CHOICE },
    element.placeholder ? plainLabel(element.placeholder) : 'Choose an option',
  );
  const select = el('select', { ...props, class: 'control' }, hint, nativeOptions(element));
  select.value = options.some(({ value }) => value === chosen) ? chosen : NO_CHOICE;
  select.addEventListener('change', () => {
    const option = options.find(({ value }) => value === select.value) ?? null;
    if (option) cell.commit({ selected_option: option });
    else cell.set({ selected_option: null });
  });
  return select;
}

/** Any other select, single or multi, as a combobox. */
export function searchSelect(element, cell, { labelId, ...props }) {
  const kind = KINDS[element.type.replace('multi_', '')] ?? KINDS.static_select;
  const multiple = element.type.startsWith('multi_');
  const field = multiple ? kind.many : kind.one;
  const held = multiple ? cell.payload[field] : [cell.payload[field]].filter(Boolean);
  return createCombobox({
    props,
    multiple,
    labelId,
    max: element.max_selected_items,
    placeholder: element.placeholder ? plainLabel(element.placeholder) : kind.placeholder,
    minimum: element.type.endsWith('external_select') ? (element.min_query_length ?? 3) : 0,
    selected: held.map(kind.item),
    search: (query) => kind.search(query, element, cell),
    onChange: (items) => changed(cell, field, items, multiple),
  });
}

function changed(cell, field, items, multiple) {
  const held = items.map(({ held: own }) => own);
  if (multiple || held.length) cell.commit({ [field]: multiple ? held : held[0] });
  else cell.set({ [field]: null });
}

const OPTION_FIELDS = {
  one: 'selected_option',
  many: 'selected_options',
  placeholder: 'Choose an option',
  item: optionItem,
};

const KINDS = {
  static_select: { ...OPTION_FIELDS, search: async (query, element) => matching(grouped(element), query) },
  external_select: {
    ...OPTION_FIELDS,
    placeholder: 'Type to search',
    search: async (query, element, cell) =>
      grouped(await cell.surface.options(cell.blockId, element.action_id, query)),
  },
  users_select: {
    one: 'selected_user',
    many: 'selected_users',
    placeholder: 'Choose a person',
    item: userItem,
    search: async (query) => matching(users(), query),
  },
  conversations_select: {
    one: 'selected_conversation',
    many: 'selected_conversations',
    placeholder: 'Choose a conversation',
    item: channelItem,
    search: async (query) =>
      matching(
        places(() => true),
        query,
      ),
  },
  channels_select: {
    one: 'selected_channel',
    many: 'selected_channels',
    placeholder: 'Choose a channel',
    item: channelItem,
    search: async (query) =>
      matching(
        places(({ kind }) => kind === 'channel'),
        query,
      ),
  },
};

function flat({ options, option_groups: groups }) {
  return groups ? groups.flatMap((group) => group.options) : (options ?? []);
}

function nativeOptions({ options, option_groups: groups }) {
  const one = (option) => el('option', { value: option.value }, plainLabel(option.text));
  return groups
    ? groups.map((group) => el('optgroup', { label: plainLabel(group.label) }, group.options.map(one)))
    : (options ?? []).map(one);
}

function grouped({ options, option_groups: groups }) {
  if (!groups) return (options ?? []).map(optionItem);
  return groups.flatMap((group) =>
    group.options.map((option) => ({ ...optionItem(option), group: plainLabel(group.label) })),
  );
}

function optionItem(option) {
  return {
    id: option.value,
    label: plainLabel(option.text),
    about: option.description && plainLabel(option.description),
    held: option,
  };
}

function users() {
  return store.snapshot.people.filter(({ is_deactivated: gone }) => !gone).map(({ id }) => userItem(id));
}

function userItem(id) {
  const title = store.snapshot.people.find((item) => item.id === id)?.title;
  return { id, label: nameOf(id), about: title, sign: () => avatar(id, 22), held: id };
}

function places(wanted) {
  return store.snapshot.conversations.filter(wanted).map(({ id }) => channelItem(id));
}

function channelItem(id) {
  return { id, label: channelName(id), sign: () => icon('hash', 16), held: id };
}

function matching(items, query) {
  const words = query.toLowerCase().split(/\s+/);
  return items.filter(({ label, about }) =>
    words.every((word) => `${label} ${about ?? ''}`.toLowerCase().includes(word)),
  );
}
