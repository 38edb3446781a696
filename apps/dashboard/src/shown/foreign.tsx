import { visibleText } from './visible-text.ts';

/** Characters that are shown of a text in one line. */
const MAX_CHARACTERS = 300;

interface ForeignProps {
  readonly children: string;
  /** Whether it breaks into lines. Default: it ends with an ellipsis where it does not fit. */
  readonly wrap?: boolean;
}

/** A text that comes from outside: a name, an address, a message. It is shown as text, and its direction changes nothing around it. */
export function Foreign({ children, wrap = false }: ForeignProps) {
  const isCut = children.length > MAX_CHARACTERS && !wrap;
  const shown = visibleText(isCut ? `${children.slice(0, MAX_CHARACTERS)}…` : children);
  return (
    <bdi className={wrap ? undefined : 'ellipsis'} title={wrap ? undefined : shown}>
      {shown}
    </bdi>
  );
}
