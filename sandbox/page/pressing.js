// Holds redraws while a finger or button is down: a control replaced in between would lose the click.

const LONGEST_PRESS_MS = 1500;

let released = Promise.resolve();

document.addEventListener('pointerdown', pressed, { capture: true });

function pressed() {
  released = new Promise((resolve) => {
    // The click comes right after the release, so the redraw waits for the next task.
    const end = () => setTimeout(resolve);
    const options = { capture: true, once: true };
    document.addEventListener('pointerup', end, options);
    document.addEventListener('pointercancel', end, options);
    setTimeout(resolve, LONGEST_PRESS_MS);
  });
}

/** Resolves when nothing is being pressed. */
export function untilReleased() {
  return released;
}
