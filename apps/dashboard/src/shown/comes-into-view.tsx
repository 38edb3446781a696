import { useEffect, useRef } from 'react';

interface ComesIntoViewProps {
  /** What was chosen in a list, if anything was. */
  readonly chosen: string | undefined;
}

/** Stands above what was chosen in a list. A small window has that below the list: with each choice, it comes into view. */
export function ComesIntoView({ chosen }: ComesIntoViewProps) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen !== undefined) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return <div ref={ref} className="comes-into-view" />;
}
