import { ApiError, type FieldError } from '@casewire/client';
import { Alert, Button, Group, Stack, Text, Textarea, Title } from '@mantine/core';
import { useState } from 'react';
import type { InspectedRejectedEvent } from '../api/types.ts';
import { say } from '../shell/say.ts';
import { visibleText } from '../shown/visible-text.ts';
import { AttributeFields } from './attribute-fields.tsx';
import { useRepublish, type Corrected } from './queries.ts';
import { correctable, dataOf, OWNER_ATTRIBUTES, parse } from './rejected-data.ts';
import { text } from './text.ts';

interface RepublishFormProps {
  readonly event: InspectedRejectedEvent;
  /** Undefined while it is hidden: then the data is written anew. */
  readonly value: string | undefined;
  /** Whether it may be given to a tenant. */
  readonly mayAssign: boolean;
}

/** Corrects a rejected event and publishes it again. What was typed stays when the value is revealed. */
export function RepublishForm({ event, value, mayAssign }: RepublishFormProps) {
  const [typed, setTyped] = useState<string>();
  const [attributes, setAttributes] = useState<Corrected['attributes']>({});
  const data = typed ?? dataOf(value ?? '');
  const { mutate, isPending, error } = useRepublish(event.id);
  const parsed = parse(data);
  const publish = (corrected: string | undefined) =>
    mutate({ data: corrected, attributes }, { onSuccess: () => say(text.rejected.published) });
  const { eventId, type, subject, path } = event;
  const names = correctable(event, mayAssign);
  const isAsItWas = Object.keys(attributes).length === 0;
  const mayLeaveOut = names.includes(path) && !OWNER_ATTRIBUTES.includes(path);
  const errors = error instanceof ApiError ? error.errors.map(byAttribute) : [];
  return (
    <Stack gap="sm">
      <div>
        <Title order={2}>{text.rejected.correct}</Title>
        <Text c="dimmed">{text.rejected.correctLead}</Text>
      </div>
      {error !== null && (
        <Alert color="red" title={visibleText(error.message)}>
          {errors
            .filter((each) => !names.includes(each.path))
            .map((each) => (
              <Text key={each.path}>{visibleText(`${each.path}: ${each.message}`)}</Text>
            ))}
        </Alert>
      )}
      <AttributeFields
        names={names}
        known={{ id: eventId, type, subject }}
        faulty={mayLeaveOut ? path : undefined}
        value={attributes}
        onChange={setAttributes}
        errorOf={(name) => errors.find((each) => each.path === name)?.message}
      />
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
          {isAsItWas ? text.rejected.publishAsIs : text.rejected.publishWithData}
        </Button>
      </Group>
      {isAsItWas && (
        <Text c="dimmed" fz="xs">
          {text.rejected.publishAsIsHint}
        </Text>
      )}
    </Stack>
  );
}

/** The fault of an attribute is named by the attribute, whether it was found in the request or in the event. */
function byAttribute({ path, message }: FieldError): Pick<FieldError, 'path' | 'message'> {
  return { path: path.replace(/^attributes\./, ''), message };
}
