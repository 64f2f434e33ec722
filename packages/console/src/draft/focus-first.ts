const betweenLooksMs = 50;
const mostLooks = 40;

/**
 * Puts the cursor where a person goes on writing: into the first field. The editor is loaded when it is first needed, so this waits
 * for it a moment, as long as its place is shown. `done` is called at the end, whether there was a field or not.
 */
export function focusFirst(place: HTMLElement | null, done: () => void = () => {}, looks = mostLooks): void {
  const target = place?.querySelector<HTMLElement>('.cm-content, input, select, textarea');
  if (!target && looks > 0 && place?.checkVisibility()) {
    setTimeout(() => focusFirst(place, done, looks - 1), betweenLooksMs);
    return;
  }
  target?.focus();
  done();
}
