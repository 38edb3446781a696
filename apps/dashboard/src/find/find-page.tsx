import { Anchor, Button, Paper, Stack, Text, Title } from '@mantine/core';
import { MagnifyingGlassIcon } from '@heroicons/react/24/outline';
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, useSearch } from '@tanstack/react-router';
import type { Search } from '../api/types.ts';
import { usePlace } from '../app/place.ts';
import { Empty } from '../lists/empty.tsx';
import { BackLink } from '../shell/back-link.tsx';
import { FailurePage, PendingPage } from '../shell/pages.tsx';
import { text as shellText } from '../shell/text.ts';
import { Foreign } from '../shown/foreign.tsx';
import { soughtOf, type Sought } from './find-search.ts';
import { FoundItem } from './found-item.tsx';
import { groupFound, pathOf, theOneThing } from './found.ts';
import { NothingFound } from './nothing-found.tsx';
import { Nothing } from './nothing.tsx';
import { Partly } from './partly.tsx';
import { searchQuery, useSearchedEnvironments } from './queries.ts';
import { text } from './text.ts';

/** Where a link of another system leads: to the one thing that it names, or to a list of what was found. */
export function FindPage() {
  const sought = soughtOf(useSearch({ from: '/t/$tenant/$environment/find' }));
  if (sought !== undefined) return <Finding sought={sought} />;
  return <Empty Icon={MagnifyingGlassIcon} title={text.page.noText} lead={text.page.noTextLead} />;
}

function Finding({ sought }: { readonly sought: Sought }) {
  const place = usePlace();
  const { data, error, refetch } = useQuery(searchQuery(place, sought));
  if (data === undefined) {
    return error === null ? <PendingPage /> : <FailurePage error={error} onRetry={() => void refetch()} />;
  }
  const item = theOneThing(data);
  if (item !== undefined && data.complete) return <Navigate to={pathOf({ place, item })} replace />;
  return <Listed sought={sought} answer={data} />;
}

function Listed({ sought, answer }: { readonly sought: Sought; readonly answer: Search }) {
  const { tenant, environment } = usePlace();
  return (
    <Stack>
      <BackLink to="" label={text.page.back} />
      <div>
        <Title order={1}>{answer.items.length === 0 ? text.nothing.title : text.page.title}</Title>
        {answer.items.length > 0 && (
          <Text component="div" c="dimmed">
            <Foreign wrap>{sought.q}</Foreign>
          </Text>
        )}
      </div>
      <Partly answers={[answer]} />
      {answer.items.length === 0 && (
        <Paper p="md">
          <Nothing>
            <NothingFound sought={sought} searched={[environment]} answer={answer} />
            <SearchElsewhere />
          </Nothing>
        </Paper>
      )}
      {groupFound(tenant, [[environment, answer]]).map(([kind, items]) => (
        <Paper key={kind} p="md">
          <Title order={2} mb="xs">
            {text.kinds[kind]}
          </Title>
          {items.map((placed) => (
            <Anchor
              key={placed.item.id}
              className="trouble"
              underline="never"
              c="inherit"
              renderRoot={(props) => <Link {...props} to={pathOf(placed)} />}
            >
              <FoundItem {...placed} />
            </Anchor>
          ))}
        </Paper>
      ))}
    </Stack>
  );
}

/** The same search in the other environment, where the session may read it. */
function SearchElsewhere() {
  const { tenant } = usePlace();
  const [, ...others] = useSearchedEnvironments();
  return others.map((environment) => (
    <Button
      key={environment}
      variant="default"
      renderRoot={(props) => (
        <Link
          {...props}
          to="/t/$tenant/$environment/find"
          params={{ tenant, environment }}
          search={(all: object) => all}
        />
      )}
    >
      {text.nothing.searchIn(shellText.environments[environment])}
    </Button>
  ));
}
