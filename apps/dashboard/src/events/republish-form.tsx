import { ApiError } from '@casewire/client';
import { Alert, Button, Group, Stack, Text, Textarea, Title } from '@mantine/core';
import { useState } from 'react';
import { say } from '../shell/say.ts';
import { visibleText } from '../shown/visible-text.ts';
import { useRepublish } from './queries.ts';
import { dataOf, parse } from './rejected-data.ts';
import { text } from './text.ts';

interface RepublishFormProps {
  readonly id: string;
  /** Undefined while it is hidden: then the data is written anew. */
  readonly value: string | undefined;
}

/** Corrects the data of a rejected event and publishes it again. What was typed stays when the value is revealed. */
export function RepublishForm({ id, value }: RepublishFormProps) {
  const [typed, setTyped] = useState<string>();
  const data = typed ?? dataOf(value ?? '');
  const { mutate, isPending, error } = useRepublish(id);
  const parsed = parse(data);
  const publish = (corrected: string | undefined) =>
    mutate(corrected, { onSuccess: () => say(text.rejected.published) });
  return (
    <Stack gap="sm">
      <div>
        <Title order={2}>{text.rejected.correct}</Title>
        <Text c="dimmed">{text.rejected.correctLead}</Text>
      </div>
      {error !== null && <Refusal error={error} />}
      <Textarea
        label={text.rejected.data}
        description={value === undefined ? text.rejected.revealFirst : undefined}
        value={data}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        error={parsed === undefined && data !== '' ? text.rejected.notJson : undefined}
        autosize
        minRows={6}
        maxRows={20}
        classNames={{ input: 'monospace' }}
      />
      <Group gap="xs">
        <Button disabled={parsed === undefined} loading={isPending} onClick={() => publish(data)}>
          {text.rejected.publish}
        </Button>
        <Button variant="default" loading={isPending} onClick={() => publish(undefined)}>
          {text.rejected.publishAsIs}
        </Button>
      </Group>
    </Stack>
  );
}

function Refusal({ error }: { readonly error: Error }) {
  const errors = error instanceof ApiError ? error.errors : [];
  return (
    <Alert color="red" title={visibleText(error.message)}>
      {errors.map(({ path, message }) => (
        <Text key={path}>{visibleText(`${path}: ${message}`)}</Text>
      ))}
    </Alert>
  );
}
