import { Alert, type AlertProps } from '@mantine/core';
import { useEffect, useRef } from 'react';

/** What an event would become. A small window shows it below the form, so it comes into view, with some of what follows it. */
export function Verdict(props: Pick<AlertProps, 'color' | 'title' | 'children'>) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // New browsers answer a promise, which is no way to end an effect.
    ref.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return <Alert ref={ref} role="status" style={{ scrollMarginBottom: '40dvh' }} {...props} />;
}
