import { ScrollArea } from '@mantine/core';
import { CopyButton } from './copy-button.tsx';

interface CodeProps {
  /** What it is, for the button that copies it. */
  readonly label: string;
  readonly children: string;
}

/** A program or a command, with a button that copies it. */
export function Code({ label, children }: CodeProps) {
  return (
    <div className="code-with-copy">
      <ScrollArea.Autosize mah={260} className="code" viewportProps={{ tabIndex: 0, 'aria-label': label }}>
        <pre>{children}</pre>
      </ScrollArea.Autosize>
      <div className="code-copy">
        <CopyButton value={children} label={label} />
      </div>
    </div>
  );
}
