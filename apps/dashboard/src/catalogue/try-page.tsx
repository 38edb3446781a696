import { Button, Grid, Group, Paper, Select, Stack, Text, Textarea, Title } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { BackLink } from '../shell/back-link.tsx';
import { FailurePage, PendingPage } from '../shell/pages.tsx';
import { visibleText } from '../shown/visible-text.ts';
import { exampleEvent } from './example-event.ts';
import { useEventTypes, useValidate } from './queries.ts';
import { text } from './text.ts';
import { TryResult } from './try-result.tsx';
import { jsonProblem } from './type-values.ts';
import { Verdict } from './verdict.tsx';
import type { WrittenType } from './written-types.ts';

/** What would become of an event that is pasted here. */
export function TryPage() {
  const { data, error, refetch } = useEventTypes();
  if (data !== undefined) return <Try types={data} />;
  return error === null ? <PendingPage /> : <FailurePage error={error} onRetry={() => void refetch()} />;
}

function Try({ types }: { readonly types: readonly WrittenType[] }) {
  const { type: asked } = useSearch({ from: '/t/$tenant/$environment/catalogue/try' });
  const exampleOf = (name: string | null | undefined) =>
    exampleEvent(types.find(({ type }) => type === name));
  const [event, setEvent] = useState(() => exampleOf(asked));
  const { mutate, data, error, isPending, reset } = useValidate();
  const write = (written: string) => {
    setEvent(written);
    reset();
  };
  const problem = jsonProblem(event);
  return (
    <Stack>
      <BackLink to="catalogue" label={text.toList} />
      <div>
        <Title order={1}>{text.check.title}</Title>
        <Text c="dimmed">{text.check.lead}</Text>
      </div>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Paper p="md">
            <Stack gap="sm">
              <Select
                label={text.check.example}
                placeholder={text.check.exampleHint}
                data={types.map(({ type }) => ({ value: type, label: visibleText(type) }))}
                defaultValue={asked ?? null}
                onChange={(name) => write(exampleOf(name))}
                searchable
              />
              <Textarea
                label={text.check.event}
                description={text.check.eventHint}
                size="xs"
                autosize
                minRows={12}
                maxRows={32}
                spellCheck={false}
                classNames={{ input: 'monospace' }}
                value={event}
                onChange={({ currentTarget }) => write(currentTarget.value)}
                error={problem}
              />
              <Group>
                <Button
                  size="sm"
                  loading={isPending}
                  disabled={problem !== undefined}
                  onClick={() => mutate(event)}
                >
                  {text.check.run}
                </Button>
              </Group>
            </Stack>
          </Paper>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          {error !== null && <Verdict color="red">{visibleText(error.message)}</Verdict>}
          {data !== undefined && <TryResult validation={data} />}
          {data === undefined && error === null && (
            <Paper p="md">
              <Text c="dimmed">{text.check.waiting}</Text>
            </Paper>
          )}
        </Grid.Col>
      </Grid>
    </Stack>
  );
}
