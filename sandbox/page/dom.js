// DOM builders: every string becomes text, so nothing a bot or a person wrote can turn into markup.

const SVG_NAMESPACE = 'http://www.w3.org/2000/svg';

/** Builds an HTML element; `testid`, `data` and `on…` props are handled apart, the rest are attributes. */
export function el(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** Builds an SVG element with the same conventions as `el`. */
export function svg(tag, props, ...children) {
  return fill(document.createElementNS(SVG_NAMESPACE, tag), props, children);
}

/** Builds a fragment out of nodes, strings and nested lists; empty values are skipped. */
export function fragment(...children) {
  return fill(document.createDocumentFragment(), null, children);
}

/** Replaces everything inside `parent` with `children`. */
export function replace(parent, ...children) {
  parent.replaceChildren(...present(children));
}

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) setProp(node, name, value);
  node.append(...present(children));
  return node;
}

function present(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

function setProp(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
  else if (name === 'testid') node.dataset.testid = value;
  else if (name === 'data') Object.assign(node.dataset, value);
  else if (name === 'value' && 'value' in node) node.value = value;
  else node.setAttribute(name, value === true ? '' : value);
}

/** Brings `parent`'s children in line with `items`, keeping each node whose signature is unchanged. */
export function reconcile(parent, items, { key, signature, render }) {
  const old = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  const focused = focusedHook(parent);
  const nodes = items.map(
    (item) => reuse(old.get(key(item)), signature(item)) ?? fresh(item, key, signature, render),
  );
  const kept = new Set(nodes);
  for (const node of [...parent.children]) if (!kept.has(node)) node.remove();
  nodes.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
  refocus(parent, focused);
}

function reuse(node, signature) {
  return node?.signature === signature ? node : null;
}

function fresh(item, key, signature, render) {
  const node = render(item);
  node.dataset.key = key(item);
  node.signature = signature(item);
  return node;
}

/** Remembers which test hook inside `parent` has the focus, so that it can be given back after a redraw. */
export function focusedHook(parent) {
  const active = document.activeElement;
  if (!active || active === parent || !parent.contains(active)) return null;
  const hook = active.dataset.testid;
  if (!hook) return null;
  const start = 'selectionStart' in active ? active.selectionStart : null;
  return { hook, owner: active.closest('[data-key]')?.dataset.key, start };
}

/** Gives the focus back to the element that `focusedHook` remembered, if it is still there. */
export function refocus(parent, focused) {
  if (!focused || parent.contains(document.activeElement)) return;
  const owner = focused.owner && parent.querySelector(`[data-key="${CSS.escape(focused.owner)}"]`);
  const target = (owner || parent).querySelector(`[data-testid="${CSS.escape(focused.hook)}"]`);
  target?.focus({ preventScroll: true });
  if (target && typeof focused.start === 'number') target.setSelectionRange?.(focused.start, focused.start);
}

/** Returns an id that is unique on this page, for label and description references. */
export function uniqueId(prefix) {
  uniqueId.last = (uniqueId.last ?? 0) + 1;
  return `${prefix}-${uniqueId.last}`;
}
