import { Badge, Button, Code, Group, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { usePlace } from '../app/place.ts';
import { BodyView } from '../shown/body-view.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { OWN } from './find-types.ts';
import { text } from './text.ts';
import { TypeActions } from './type-actions.tsx';
import type { WrittenType } from './written-types.ts';

interface TypeDetailProps {
  readonly type: WrittenType;
  /** Of its title: 1 where it is all that the page shows. */
  readonly level: 1 | 2;
}

/** What a type is: its schema, an example, and what can be done with it. */
export function TypeDetail({ type, level }: TypeDetailProps) {
  const { description, family, schema, example, sensitive } = type;
  return (
    <Stack gap="md">
      <Group justify="space-between" align="start" gap="xs">
        <div>
          <Group gap="xs">
            <Title order={level} fz="lg">
              <Foreign wrap>{type.type}</Foreign>
            </Title>
            <Badge color={family === OWN ? 'indigo' : 'gray'}>{text.families[family] ?? family}</Badge>
          </Group>
          <Text c="dimmed" component="div">
            <Foreign wrap>{description === '' ? text.detail.noDescription : description}</Foreign>
          </Text>
        </div>
        <Group gap="xs">
          <TryButton type={type.type} />
          {family === OWN && <TypeActions type={type.type} />}
        </Group>
      </Group>
      {sensitive.length > 0 && (
        <Group gap={6}>
          <Text fz="sm">{text.detail.sensitive}</Text>
          {sensitive.map((pointer) => (
            <Code key={pointer}>{pointer}</Code>
          ))}
        </Group>
      )}
      <Document title={text.detail.example} level={level === 1 ? 2 : 3} json={example} />
      <Document title={text.detail.schema} level={level === 1 ? 2 : 3} json={schema} />
    </Stack>
  );
}

function TryButton({ type }: { readonly type: string }) {
  const place = usePlace();
  return (
    <Button
      variant="default"
      renderRoot={(props) => (
        <Link {...props} to="/t/$tenant/$environment/catalogue/try" params={place} search={{ type }} />
      )}
    >
      {text.detail.tryOut}
    </Button>
  );
}

interface DocumentProps {
  readonly title: string;
  readonly level: 2 | 3;
  readonly json: string | null;
}

function Document({ title, level, json }: DocumentProps) {
  return (
    <div>
      <Title order={level} fz="md" mb={6}>
        {title}
      </Title>
      {json === null ? (
        <Text c="dimmed">{text.detail.noExample}</Text>
      ) : (
        <BodyView label={title} body={json} bytes={new TextEncoder().encode(json).length} />
      )}
    </div>
  );
}
