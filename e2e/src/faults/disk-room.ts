import { mkdir, statfs } from 'node:fs/promises';
import { workspaceCache } from '@casewire/testing';

/** What the Kafka and the PostgreSQL of a run write in a minute, and in the shortest one. */
const GB_PER_MINUTE = 0.4;
const LEAST_GB = 1;

const GB = 1e9;

/** What is free on the disk of `.cache`, in bytes. */
export async function freeDiskBytes(): Promise<number> {
  await mkdir(workspaceCache, { recursive: true });
  const { bavail, bsize } = await statfs(workspaceCache);
  return bavail * bsize;
}

/** @throws Error if a run of so many minutes would fill the disk */
export function requireDiskRoom(minutes: number, freeBytes: number): void {
  const needed = Math.max(LEAST_GB, minutes * GB_PER_MINUTE);
  if (freeBytes >= needed * GB) return;
  const free = Math.floor((10 * freeBytes) / GB) / 10;
  throw new Error(
    `a run of ${minutes} minutes needs about ${Math.ceil(needed)} GB in .cache, and ${free} GB are free`,
  );
}
