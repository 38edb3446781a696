import { Box, Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { AuditEntry } from '../api/types.ts';
import { whoOf } from '../audit/describe-entry.ts';
import { useLatestEntry } from '../audit/queries.ts';
import { CardHeader } from '../shell/card-header.tsx';
import { FactTable } from '../shown/facts.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { Time } from '../time/time.tsx';
import { useNow } from '../time/zone.ts';
import { overlapEnd } from './overlap.ts';
import { SecretQuestion } from './secret-question.tsx';
import type { SigningSource } from './signing-source.ts';
import { text } from './text.ts';

interface SecretPanelProps {
  readonly title: string;
  /** Says what the secret signs. Default: nothing is said. */
  readonly lead?: string;
  readonly source: SigningSource;
  /** Whether a key pair signs, of which the public half is shown. */
  readonly isKeyPair?: boolean;
}

/** What became of a secret, and what helps whoever has lost it. Its value is shown only after a question. */
export function SecretPanel({ title, lead, source, isKeyPair = false }: SecretPanelProps) {
  return (
    <>
      <CardHeader title={title} lead={lead} />
      <Stack gap="sm">
        <Happened source={source} isKeyPair={isKeyPair} />
        <Group justify="space-between" gap="xs" align="end">
          <Text c="dimmed" maw={340}>
            {isKeyPair ? text.lostPublic : text.lost}
          </Text>
          <Questions source={source} />
        </Group>
      </Stack>
    </>
  );
}

/** Public keys are shown without a note. */
function Happened({ source, isKeyPair }: Required<Pick<SecretPanelProps, 'source' | 'isKeyPair'>>) {
  const { data: rotation } = useLatestEntry(source.resource, source.rotated);
  const { data: revelation } = useLatestEntry(source.resource, source.revealed);
  const now = useNow();
  const end = rotation == null ? undefined : overlapEnd(rotation, now);
  return (
    <FactTable
      facts={[
        [text.rotated, <Noted key="rotated" entry={rotation} />],
        [
          text.overlap,
          end === undefined ? undefined : (
            <>
              {text.overlapUntil} <Time at={end} />
            </>
          ),
        ],
        [text.revealed, isKeyPair ? undefined : <Noted key="revealed" entry={revelation} />],
      ]}
    />
  );
}

/** @param entry null where the audit has none; undefined while it is read */
function Noted({ entry }: { readonly entry: AuditEntry | null | undefined }) {
  if (entry === undefined) return null;
  if (entry === null) return text.never;
  return (
    <>
      <Time at={entry.at} />{' '}
      <Box component="span" display="inline-block">
        <Foreign wrap>{text.by(whoOf(entry))}</Foreign>
      </Box>
    </>
  );
}

const DAY_HOURS = 24;

/** An empty field is no wish to end the old secret at once. */
function overlapSeconds(hours: string | number): number {
  return Math.round((hours === '' ? DAY_HOURS : Number(hours)) * 3_600);
}

function Questions({ source }: { readonly source: SigningSource }) {
  const [asked, ask] = useState<'reveal' | 'rotate'>();
  const [hours, setHours] = useState<string | number>(DAY_HOURS);
  const close = () => ask(undefined);
  return (
    <Group gap="xs">
      <Button variant="default" onClick={() => ask('reveal')}>
        {text.reveal.open}
      </Button>
      <Button variant="default" onClick={() => ask('rotate')}>
        {text.rotate.open}
      </Button>
      <SecretQuestion
        isOpen={asked === 'reveal'}
        words={{ ...text.reveal, title: text.reveal.title(source.owner) }}
        webhook={source.webhook}
        ask={() => source.reveal()}
        onClose={close}
      />
      <SecretQuestion
        isOpen={asked === 'rotate'}
        words={{ ...text.rotate, title: text.rotate.title(source.owner) }}
        webhook={source.webhook}
        ask={() => source.rotate(overlapSeconds(hours))}
        onClose={close}
      >
        <NumberInput
          label={text.rotate.overlap}
          description={text.rotate.overlapHint}
          size="xs"
          min={0}
          max={7 * DAY_HOURS}
          placeholder={String(DAY_HOURS)}
          value={hours}
          onChange={setHours}
        />
      </SecretQuestion>
    </Group>
  );
}
