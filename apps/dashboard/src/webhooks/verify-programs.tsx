import { Select, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { Webhook } from '../api/types.ts';
import { Code } from '../shown/code.tsx';
// The page that people read, so that each program is written once. It belongs to no project.
// eslint-disable-next-line @nx/enforce-module-boundaries
import page from '../../../../docs/verifying.md?raw';
import { programsFit, programsOf, schemesOf, type SigningScheme } from './programs.ts';
import { text } from './text.ts';

interface VerifyProgramsProps {
  readonly webhook: Pick<Webhook, 'signing' | 'format'>;
  /** Its secret, or its public key. */
  readonly secret: string;
}

/** Programs that check the deliveries of a webhook, with its secret filled in. */
export function VerifyPrograms({ webhook, secret }: VerifyProgramsProps) {
  const schemes = schemesOf(webhook);
  const [scheme, chooseScheme] = useState<SigningScheme | undefined>(schemes[0]);
  const [language, chooseLanguage] = useState('');
  if (scheme === undefined) return null;
  if (!programsFit(webhook.signing)) return <Text c="dimmed">{text.verify.other}</Text>;
  const programs = programsOf(page, scheme, secret, webhook.signing.header);
  const shown = programs.find(({ name }) => name === language) ?? programs[0];
  return (
    <Stack gap="xs">
      <div>
        <Title order={3}>{text.verify.title}</Title>
        {shown !== undefined && <Text c="dimmed">{text.verify.lead(shown.file)}</Text>}
      </div>
      {schemes.length > 1 && (
        <Select
          label={text.verify.family}
          data={schemes.map((value) => ({ value, label: text.verify.families[value] }))}
          value={scheme}
          allowDeselect={false}
          onChange={(value) => chooseScheme(schemes.find((each) => each === value))}
        />
      )}
      <SegmentedControl
        aria-label={text.verify.language}
        data={programs.map(({ name }) => name)}
        value={shown?.name ?? ''}
        onChange={chooseLanguage}
      />
      {shown !== undefined && (
        <>
          <Code label={text.verify.program}>{shown.code}</Code>
          <Code label={text.verify.command}>{shown.command}</Code>
        </>
      )}
    </Stack>
  );
}
