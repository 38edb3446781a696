import { memo, type ReactNode } from 'react';
import { visibleLines } from './visible-text.ts';

/** A text of JSON, with the colon behind it where it is a name; or a word or number. */
const COLOURED = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d[\d.eE+-]*/g;

/** Pretty JSON with names, texts and other values in colours of their own. */
export const JsonText = memo(function JsonText({ text }: { readonly text: string }) {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(COLOURED)) {
    const [token, quoted, colon] = match;
    parts.push(text.slice(end, match.index));
    const kind = quoted === undefined ? 'value' : colon === undefined ? kindOfText(quoted) : 'name';
    parts.push(
      <span key={match.index} className={`json-${kind}`}>
        {visibleLines(quoted ?? token)}
      </span>,
      colon ?? '',
    );
    end = match.index + token.length;
  }
  parts.push(visibleLines(text.slice(end)));
  return <>{parts}</>;
});

/** What the server puts in the place of what it hides. */
const HIDDEN = '"[hidden]"';

function kindOfText(quoted: string): string {
  return quoted === HIDDEN ? 'hidden' : 'text';
}
