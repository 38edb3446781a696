import { readFile, rename, writeFile } from 'node:fs/promises';
import { type z } from 'zod';

/** Reads a JSON file that this program wrote; undefined if it is absent or of an older shape. */
export async function readPrivateFile<T extends z.ZodType>(
  path: string,
  schema: T,
): Promise<z.infer<T> | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Writes a JSON file whole or not at all; only its owner can read it (mode 0600). */
export async function writePrivateFile(path: string, value: object): Promise<void> {
  const unfinished = `${path}.new`;
  await writeFile(unfinished, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(unfinished, path);
}
