import { isUtf8 } from 'node:buffer';
import { hideIn } from './hide-in.ts';
import { whole, type Masked } from './hidden.ts';

/** What is sensitive in a document, as JSON Pointers into it; undefined where nobody knows. */
export type Sensitive = readonly string[] | undefined;

/** A document, for instance the data of an event, as a session sees it. */
export function maskData(bytes: Buffer, sensitive: Sensitive): Masked {
  if (sensitive?.length === 0) return { bytes };
  if (sensitive === undefined || !isJson(bytes)) return whole;
  const masked = hideIn(bytes, sensitive);
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
