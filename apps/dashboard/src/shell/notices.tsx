import { Alert } from '@mantine/core';
import { ExclamationTriangleIcon } from '@heroicons/react/24/outline';
import { useQuery, useQueryClient, type Query } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { bodyOf, sessionApi } from '../api/api.ts';
import { useCondition } from '../api/condition.ts';
import { text } from './text.ts';

/** What is wrong with the way to Casewire. The page below stays as it is. */
export function Notices() {
  const { isLost, limitedUntil } = useCondition();
  if (isLost) return <LostNotice />;
  return limitedUntil === null ? null : <LimitedNotice until={limitedUntil} key={limitedUntil} />;
}

/** How often a page without a connection tries again, in milliseconds. */
const TRY_AGAIN_MS = 2_000;

const unread = { type: 'active', predicate: ({ state }: Query) => state.status === 'error' } as const;

/** Asks until there is an answer, and then reads again what could not be read: not every page asks by itself. */
function LostNotice() {
  const queryClient = useQueryClient();
  useQuery({
    queryKey: ['connection'],
    queryFn: ({ signal }) => bodyOf(sessionApi.GET('/v1/sessions/current', { signal })),
    refetchInterval: TRY_AGAIN_MS,
    gcTime: 0,
  });
  useEffect(() => () => void queryClient.refetchQueries(unread), [queryClient]);
  return (
    <Notice title={text.lost.title} role="alert">
      {text.lost.text}
    </Notice>
  );
}

function LimitedNotice({ until }: { readonly until: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  if (now >= until) return null;
  return <Notice title={text.limited.title}>{text.limited.text(Math.ceil((until - now) / 1_000))}</Notice>;
}

interface NoticeProps {
  readonly title: string;
  readonly children: string;
  readonly role?: string;
}

function Notice({ title, children, role = 'status' }: NoticeProps) {
  return (
    <Alert color="orange" title={title} icon={<ExclamationTriangleIcon />} role={role} className="notice">
      {children}
    </Alert>
  );
}
