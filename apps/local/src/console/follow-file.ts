import { open, stat } from 'node:fs/promises';

const pollMs = 200;

/** A file whose new lines are reported as they are written. */
export interface FollowedFile {
  /** Resolves when `onLine` was called for every line that has been appended by now. */
  catchUp(): Promise<void>;
}

/** Calls `onLine` for every line that is appended from now on, until the signal. The file may appear later. */
export async function followFile(
  path: string,
  onLine: (line: string) => void,
  signal: AbortSignal,
): Promise<FollowedFile> {
  let position = (await stat(path).catch(() => undefined))?.size ?? 0;
  let rest = '';
  const read = async () => {
    const file = await open(path, 'r').catch(() => undefined);
    if (file === undefined) return;
    try {
      const { size } = await file.stat();
      // The log was rotated: it begins again.
      if (size < position) position = 0;
      const { buffer, bytesRead } = await file.read(
        Buffer.alloc(size - position),
        0,
        size - position,
        position,
      );
      position += bytesRead;
      const lines = (rest + buffer.toString('utf8', 0, bytesRead)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
    } finally {
      await file.close();
    }
  };
  let reading = Promise.resolve();
  const catchUp = () => (reading = reading.then(read));
  const timer = setInterval(() => void catchUp(), pollMs);
  signal.addEventListener('abort', () => {
    clearInterval(timer);
  });
  return { catchUp };
}
