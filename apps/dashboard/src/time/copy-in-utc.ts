/** An instant on the page: as it is shown, and in UTC. */
interface ShownInstant {
  readonly shown: string;
  readonly utc: string;
}

/**
 * A text that was selected, with its instants in UTC, so that what is pasted elsewhere means the same to everybody.
 * @param instants in the order of the page
 */
export function inUtc(selected: string, instants: readonly ShownInstant[]): string {
  let done = '';
  let rest = selected;
  for (const { shown, utc } of instants) {
    const at = rest.indexOf(shown);
    if (at < 0) continue;
    done += rest.slice(0, at) + utc;
    rest = rest.slice(at + shown.length);
  }
  return done + rest;
}

/** From now on, instants are copied in UTC, whatever zone shows them. What is selected in a field is copied as it is. */
export function copyInUtc(): void {
  document.addEventListener('copy', (event) => {
    const selection = document.getSelection();
    if (selection === null || selection.isCollapsed || event.clipboardData === null) return;
    const instants = selectedTimes(selection).map((time) => ({
      shown: time.textContent,
      utc: time.dateTime,
    }));
    if (instants.length === 0) return;
    event.clipboardData.setData('text/plain', inUtc(selection.toString(), instants));
    event.preventDefault();
  });
}

function selectedTimes(selection: Selection): HTMLTimeElement[] {
  const range = selection.getRangeAt(0);
  const { commonAncestorContainer: within } = range;
  const root = within instanceof Element ? within : within.parentElement;
  const around = root?.closest('time');
  if (around != null) return [around];
  return [...(root?.querySelectorAll('time') ?? [])].filter((time) => range.intersectsNode(time));
}
