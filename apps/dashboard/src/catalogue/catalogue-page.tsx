import { Button, Grid, Group, Paper, Stack, Text, TextInput, Title, useMatches } from '@mantine/core';
import { MagnifyingGlassIcon, TagIcon } from '@heroicons/react/24/outline';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMay, usePlace } from '../app/place.ts';
import { Empty } from '../lists/empty.tsx';
import { BackLink } from '../shell/back-link.tsx';
import { FailurePage, PendingPage } from '../shell/pages.tsx';
import { findTypes } from './find-types.ts';
import { NewButton } from './new-button.tsx';
import { useEventTypes } from './queries.ts';
import { text } from './text.ts';
import { TypeDetail } from './type-detail.tsx';
import { TypeList } from './type-list.tsx';
import type { WrittenType } from './written-types.ts';

const FROM = '/t/$tenant/$environment/catalogue';

/** All types by family, and the chosen one. On small screens the list gives way to it. */
export function CataloguePage() {
  const { data, error, refetch } = useEventTypes();
  if (data !== undefined) return <Shown types={data} />;
  return error === null ? <PendingPage /> : <FailurePage error={error} onRetry={() => void refetch()} />;
}

function Shown({ types }: { readonly types: readonly WrittenType[] }) {
  const { type: name } = useSearch({ from: FROM });
  const chosen = name === undefined ? undefined : types.find(({ type }) => type === name);
  const isChosen = name !== undefined;
  const isInPlace = useMatches({ base: isChosen, md: false }, { getInitialValueInEffect: false });
  return (
    <Stack>
      {isInPlace && <BackLink to="catalogue" label={text.toList} />}
      {(!isInPlace || chosen === undefined) && <Header />}
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 5 }} {...(isChosen && { visibleFrom: 'md' })}>
          <Types types={types} chosen={name} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }} {...(!isChosen && { visibleFrom: 'md' })}>
          <Paper p="md" className="beside">
            {chosen === undefined ? (
              <Empty Icon={TagIcon} {...(isChosen ? text.unknown : text.choose)} />
            ) : (
              <TypeDetail key={chosen.type} type={chosen} level={isInPlace ? 1 : 2} />
            )}
          </Paper>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

function Header() {
  const place = usePlace();
  const mayWrite = useMay('write');
  return (
    <Group justify="space-between" align="start" gap="xs">
      <div>
        <Title order={1}>{text.title}</Title>
        <Text c="dimmed">{text.lead}</Text>
      </div>
      <Group gap="xs">
        <Button
          variant="default"
          renderRoot={(props) => (
            <Link {...props} to="/t/$tenant/$environment/catalogue/try" params={place} search={{}} />
          )}
        >
          {text.tryOut}
        </Button>
        {mayWrite && <NewButton label={text.create} />}
      </Group>
    </Group>
  );
}

interface TypesProps {
  readonly types: readonly WrittenType[];
  readonly chosen: string | undefined;
}

function Types({ types, chosen }: TypesProps) {
  const { q = '' } = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const search = (searched: string) =>
    void navigate({ search: (all) => ({ ...all, q: searched }), replace: true });
  const families = findTypes(types, q);
  return (
    <Stack gap="sm">
      <TextInput
        aria-label={text.search}
        placeholder={text.searchHint}
        leftSection={<MagnifyingGlassIcon width={16} />}
        size="sm"
        value={q}
        onChange={({ currentTarget }) => search(currentTarget.value)}
      />
      {families.length === 0 ? (
        <Empty Icon={TagIcon} title={text.nothing.title} lead={text.nothing.lead}>
          <Button variant="default" onClick={() => search('')}>
            {text.nothing.action}
          </Button>
        </Empty>
      ) : (
        <TypeList families={families} chosen={chosen} isSearched={q.trim() !== ''} />
      )}
    </Stack>
  );
}
