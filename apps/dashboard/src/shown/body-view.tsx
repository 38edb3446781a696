import { Button, Group, ScrollArea, SegmentedControl, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { formatBytes } from '../time/format-time.ts';
import { CopyButton } from './copy-button.tsx';
import { JsonText } from './json-text.tsx';
import { prettyJson } from './pretty-json.ts';
import { text } from './text.ts';
import { visibleLines } from './visible-text.ts';

/** Characters that are shown at first. Millions in one element make the page slow. */
const FIRST_CHARACTERS = 64 * 1_024;

interface BodyViewProps {
  readonly label: string;
  /** Undefined where the bytes are no text. */
  readonly body: string | undefined;
  readonly bytes: number;
}

/** A body as text: JSON with a member a line, or as it was sent. */
export function BodyView({ label, body, bytes }: BodyViewProps) {
  const pretty = useMemo(() => (body === undefined ? undefined : prettyJson(body)), [body]);
  const [isRaw, setRaw] = useState(false);
  if (bytes === 0) return <Text c="dimmed">{text.empty}</Text>;
  if (body === undefined) return <Text c="dimmed">{text.binary(formatBytes(bytes))}</Text>;
  const isPretty = pretty !== undefined && !isRaw;
  return (
    <div>
      <Group justify="space-between" mb={6} gap="xs">
        <Text c="dimmed" fz="xs" className="tabular">
          {formatBytes(bytes)}
        </Text>
        <Group gap={6}>
          {pretty !== undefined && (
            <SegmentedControl
              size="xs"
              aria-label={text.view}
              data={[text.pretty, text.raw]}
              value={isPretty ? text.pretty : text.raw}
              onChange={(value) => setRaw(value === text.raw)}
            />
          )}
          <CopyButton value={body} label={label} />
        </Group>
      </Group>
      <Shown text={isPretty ? pretty : body} isJson={isPretty} />
    </div>
  );
}

function Shown({ text: all, isJson }: { readonly text: string; readonly isJson: boolean }) {
  const [isWhole, setWhole] = useState(false);
  const isCut = all.length > FIRST_CHARACTERS && !isWhole;
  const shown = isCut ? all.slice(0, FIRST_CHARACTERS) : all;
  return (
    <>
      <ScrollArea.Autosize mah={420} className="code" viewportProps={{ tabIndex: 0 }}>
        <pre>{isJson && !isWhole ? <JsonText text={shown} /> : visibleLines(shown)}</pre>
      </ScrollArea.Autosize>
      {isCut && (
        <Group mt={6} gap="xs">
          <Text c="dimmed" fz="xs">
            {text.cut(formatBytes(FIRST_CHARACTERS), formatBytes(all.length))}
          </Text>
          <Button variant="subtle" onClick={() => setWhole(true)}>
            {text.showAll}
          </Button>
        </Group>
      )}
    </>
  );
}
