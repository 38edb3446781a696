import { Group, ScrollArea, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Pipeline } from '../api/types.ts';
import { bytesOf } from '../shown/bytes.ts';
import { Foreign } from '../shown/foreign.tsx';
import { visibleLines } from '../shown/visible-text.ts';
import { formatBytes } from '../time/format-time.ts';
import { Time } from '../time/time.tsx';
import { hexLines } from './hex-lines.ts';
import { text } from './text.ts';

type Letter = NonNullable<Pipeline['deadLetters']>[number];

/** The latest dead letters, each with its bytes as text and in hexadecimal. */
export function DeadLetters({ letters }: { readonly letters: Pipeline['deadLetters'] }) {
  if (letters === null) return <Text c="dimmed">{text.unread}</Text>;
  if (letters.length === 0) return <Text c="dimmed">{text.letters.none}</Text>;
  return (
    <Stack gap="lg">
      {letters.map((letter) => (
        <DeadLetter key={`${letter.partition}/${letter.offset}`} letter={letter} />
      ))}
    </Stack>
  );
}

function DeadLetter({ letter }: { readonly letter: Letter }) {
  const { at, reason, detail, origin, bytes, valueBase64, rejectedEventId } = letter;
  return (
    <article aria-label={text.letters.place('', letter.partition, letter.offset)}>
      <Group gap="xs" justify="space-between">
        <Title order={3}>
          <Foreign wrap>{text.letters.reason(reason)}</Foreign>
        </Title>
        <Time at={at} />
      </Group>
      {detail !== null && (
        <Text>
          <Foreign wrap>{detail}</Foreign>
        </Text>
      )}
      <Text c="dimmed" fz="xs" mb={6}>
        {origin !== null && (
          <Foreign wrap>
            {`${text.letters.origin} ${text.letters.place(origin.topic, origin.partition, origin.offset)} · `}
          </Foreign>
        )}
        {text.letters.bytes} {formatBytes(bytes)}
        {rejectedEventId !== null && ` · ${text.letters.rejected} ${rejectedEventId}`}
      </Text>
      {valueBase64 !== undefined && <Bytes base64={valueBase64} whole={bytes} />}
    </article>
  );
}

interface BytesProps {
  readonly base64: string;
  /** How many there are, of which the first may be shown. */
  readonly whole: number;
}

function Bytes({ base64, whole }: BytesProps) {
  const [view, setView] = useState<string>(text.letters.asText);
  const bytes = useMemo(() => bytesOf(base64), [base64]);
  if (whole === 0) return <Text c="dimmed">{text.letters.empty}</Text>;
  return (
    <>
      <SegmentedControl
        size="xs"
        mb={6}
        aria-label={text.letters.view}
        data={[text.letters.asText, text.letters.asHex]}
        value={view}
        onChange={setView}
      />
      <ScrollArea.Autosize mah={260} className="code" viewportProps={{ tabIndex: 0 }}>
        <pre className={view === text.letters.asHex ? 'hex' : undefined}>
          {view === text.letters.asHex ? hexText(bytes) : visibleLines(new TextDecoder().decode(bytes))}
        </pre>
      </ScrollArea.Autosize>
      {bytes.length < whole && (
        <Text c="dimmed" fz="xs">
          {text.letters.cut(formatBytes(bytes.length))}
        </Text>
      )}
    </>
  );
}

function hexText(bytes: Uint8Array): string {
  return hexLines(bytes)
    .map(({ offset, hex, text: printable }) => `${offset}  ${hex.padEnd(47)}  ${printable}`)
    .join('\n');
}
