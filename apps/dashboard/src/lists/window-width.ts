import { useMatches } from '@mantine/core';
import { createContext, use, useMemo } from 'react';

/** Widths from which a window shows more, by the breakpoints of the theme. */
const ranks = { base: 0, sm: 1, md: 2, lg: 3, xl: 4 } as const;

/** The narrowest window that shows something. */
export type Width = Exclude<keyof typeof ranks, 'base'>;

/** @returns whether the window is wide enough for what is shown from a width on */
export function useIsShownFrom(): (width: Width | undefined) => boolean {
  const reached = useMatches(ranks, { getInitialValueInEffect: false });
  return useMemo(() => (width) => width === undefined || ranks[width] <= reached, [reached]);
}

/** Whether rows have a second line. It stands for the columns that a narrow window leaves out. */
export const SecondLineContext = createContext(false);

export function useHasSecondLine(): boolean {
  return use(SecondLineContext);
}
