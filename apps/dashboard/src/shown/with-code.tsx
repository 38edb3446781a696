import { Code } from '@mantine/core';
import { visibleText } from './visible-text.ts';

/** A sentence of Casewire's with names of code between backticks, as its documentation has it. */
export function WithCode({ children }: { readonly children: string }) {
  return children
    .split('`')
    .map((part, index) =>
      index % 2 === 0 ? visibleText(part) : <Code key={index}>{visibleText(part)}</Code>,
    );
}
