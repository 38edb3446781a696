import { ScrollArea, Text } from '@mantine/core';
import { useMemo } from 'react';
import { diffLines, withoutEqual, type DiffLine } from './diff-lines.ts';
import { prettyJson } from './pretty-json.ts';
import { text } from './text.ts';
import { visibleLines } from './visible-text.ts';

/** Equal lines that are shown beside a difference. */
const AROUND = 3;

/** Characters of each text that are compared. */
const MAX_CHARACTERS = 256 * 1_024;

export interface DiffViewProps {
  /** What is compared, for the name of the region. */
  readonly label: string;
  readonly before: string;
  readonly after: string;
  /** Whether one of them cannot be seen, because it may hold sensitive data. */
  readonly isHidden?: boolean;
}

/** How a text became another one, line by line. JSON is compared member by member. */
export function DiffView({ label, before, after, isHidden = false }: DiffViewProps) {
  const parts = useMemo(() => withoutEqual(diffLines(shown(before), shown(after)), AROUND), [before, after]);
  const isCut = Math.max(before.length, after.length) > MAX_CHARACTERS;
  if (isHidden) return <Text c="dimmed">{text.diff.hidden}</Text>;
  if (before === after) return <Text c="dimmed">{text.diff.same}</Text>;
  return (
    <>
      <ScrollArea.Autosize
        mah={360}
        className="code"
        viewportProps={{ tabIndex: 0 }}
        role="region"
        aria-label={label}
      >
        <pre className="diff">
          {parts.map((part, index) =>
            'lines' in part ? (
              part.lines.map((line, number) => <Line key={`${index}.${number}`} line={line} />)
            ) : (
              <span key={index} className="diff-left-out">
                {`${text.diff.leftOut(part.leftOut)}\n`}
              </span>
            ),
          )}
        </pre>
      </ScrollArea.Autosize>
      {isCut && (
        <Text c="dimmed" fz="xs">
          {text.diff.cut}
        </Text>
      )}
    </>
  );
}

function shown(body: string): string {
  const first = body.slice(0, MAX_CHARACTERS);
  return prettyJson(first) ?? first;
}

const signs = { same: ' ', removed: '−', added: '+' } as const;

/** The sign says to eyes and ears what the colour says. */
function Line({ line: { kind, text: written } }: { readonly line: DiffLine }) {
  const content = `${signs[kind]} ${visibleLines(written)}\n`;
  if (kind === 'removed') return <del>{content}</del>;
  return kind === 'added' ? <ins>{content}</ins> : <span>{content}</span>;
}
