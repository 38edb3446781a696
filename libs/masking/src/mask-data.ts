import { isUtf8 } from 'node:buffer';
import { hideIn } from './hide-in.ts';
import { whole, type Masked } from './hidden.ts';

/** What is sensitive in the events of a type, as JSON Pointers into `data`; undefined where nobody knows. */
export type Sensitive = readonly string[] | undefined;

/**
 * The data of an event as a session sees it.
 * @param at where the data stands in the bytes, as a JSON Pointer. Default: the bytes are the data
 */
export function maskData(bytes: Buffer, sensitive: Sensitive, at = ''): Masked {
  if (sensitive?.length === 0) return { bytes };
  if (sensitive === undefined || !isJson(bytes)) return whole;
  const masked = hideIn(
    bytes,
    sensitive.map((pointer) => at + pointer),
  );
  return masked === bytes ? { bytes } : { bytes: masked, hidden: 'parts' };
}

function isJson(bytes: Buffer): boolean {
  if (!isUtf8(bytes)) return false;
  try {
    JSON.parse(bytes.toString());
    return true;
  } catch {
    return false;
  }
}
