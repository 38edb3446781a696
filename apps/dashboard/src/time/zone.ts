import { useSearch } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';
import { timeZoneOf, type Zone } from './format-time.ts';

/** The zone in an address; UTC is left out. */
export function readTimeSearch({ time }: Readonly<Record<string, unknown>>): { time?: 'local' } {
  return time === 'local' ? { time } : {};
}

/** How the page shows instants. It stands in the address, so that whoever opens a link sees the same times. */
export function useZone(): Zone {
  const { time } = useSearch({ strict: false });
  return time === 'local' ? 'local' : 'utc';
}

export function useTimeZone(): string {
  return timeZoneOf(useZone());
}

/** How often ages are computed again. */
const TICK_MS = 5_000;

let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

/** One timer for all ages of a page. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

/** The time that ages are counted from, in milliseconds since the epoch. It moves on every 5 s. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
