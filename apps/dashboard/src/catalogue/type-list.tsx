import { Paper, Stack, Text, Title, UnstyledButton, useMatches } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMay, usePlace } from '../app/place.ts';
import { Foreign } from '../shown/foreign.tsx';
import { OWN, type FamilyTypes } from './find-types.ts';
import { NewButton } from './new-button.tsx';
import { text } from './text.ts';
import type { WrittenType } from './written-types.ts';

interface TypeListProps {
  readonly families: readonly FamilyTypes[];
  readonly chosen: string | undefined;
  /** Whether only some of the types are shown. */
  readonly isSearched: boolean;
}

/** Types by family. Where the tenant has none of its own, its place says what one is. */
export function TypeList({ families, chosen, isSearched }: TypeListProps) {
  const hasOwn = families.some(({ family }) => family === OWN);
  return (
    <Stack gap="sm">
      {!hasOwn && !isSearched && <NoOwn />}
      {families.map(({ family, types }) => (
        <Paper key={family} p="md" component="section" aria-label={titleOf(family)}>
          <Title order={2} mb={6}>
            <Foreign>{titleOf(family)}</Foreign>
          </Title>
          {types.map((type) => (
            <TypeLink key={type.type} type={type} isChosen={type.type === chosen} />
          ))}
        </Paper>
      ))}
    </Stack>
  );
}

function titleOf(family: string): string {
  return text.families[family] ?? family;
}

function NoOwn() {
  const mayWrite = useMay('write');
  return (
    <Paper p="md">
      <Title order={2}>{titleOf(OWN)}</Title>
      <Text c="dimmed" mb={mayWrite ? 'xs' : 0}>
        {text.noOwn.lead}
      </Text>
      {mayWrite && <NewButton variant="default" label={text.noOwn.action} />}
    </Paper>
  );
}

function TypeLink({ type, isChosen }: { readonly type: WrittenType; readonly isChosen: boolean }) {
  const place = usePlace();
  // Beside the list, the type is always in view; in its place, it begins at the top.
  const isInPlace = useMatches({ base: true, md: false });
  return (
    <UnstyledButton
      className="choice"
      {...(isChosen && { 'data-chosen': true, 'aria-current': 'true' })}
      renderRoot={(props) => (
        <Link
          {...props}
          to="/t/$tenant/$environment/catalogue"
          params={place}
          resetScroll={isInPlace}
          search={(all: object) => ({ ...all, type: type.type })}
        />
      )}
    >
      <Text fw={500} fz="sm" component="div">
        <Foreign>{type.type}</Foreign>
      </Text>
      {type.description !== '' && (
        <Text c="dimmed" fz="xs" component="div">
          <Foreign>{type.description}</Foreign>
        </Text>
      )}
    </UnstyledButton>
  );
}
