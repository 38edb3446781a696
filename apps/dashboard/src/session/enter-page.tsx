import { Alert, Anchor, Button, Loader } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { takeCode } from './code.ts';
import { Entrance } from './entrance.tsx';
import { homeOf, previewLink, sessionQuery, signIn, type LinkPreview } from './session.ts';
import { text } from './text.ts';

/** Opens a portal link. Only a click uses it: mail scanners that open every link leave it usable. */
export function EnterPage() {
  const [code] = useState(takeCode);
  const { data, error } = useQuery({
    queryKey: ['link', code],
    queryFn: () => previewLink(code),
    enabled: code !== '',
    meta: { isSignIn: true },
  });
  if (code === '') return <Gone lead={text.enter.without} />;
  if (error !== null) return <Gone lead={text.enter.goneHint} />;
  if (data === undefined) return <Entrance title="">{<Loader size="sm" />}</Entrance>;
  return <Offer code={code} link={data} />;
}

function Offer({ code, link }: { readonly code: string; readonly link: LinkPreview }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => signIn({ code }),
    meta: { isSignIn: true },
    onSuccess: (session) => {
      queryClient.setQueryData(sessionQuery.queryKey, session);
      void navigate({ href: session.landing ?? homeOf(session), replace: true });
    },
  });
  return (
    <Entrance
      title={text.enter.title(link.tenant.name)}
      lead={text.enter.lead(link.environments.join(' and '))}
    >
      {link.readOnly && <Alert>{text.enter.readOnly}</Alert>}
      {error !== null && <Alert color="red">{error.message}</Alert>}
      <Button
        size="sm"
        loading={isPending}
        onClick={() => {
          mutate();
        }}
        data-autofocus
      >
        {text.enter.submit}
      </Button>
    </Entrance>
  );
}

function Gone({ lead }: { readonly lead: string }) {
  return (
    <Entrance title={text.enter.gone} lead={lead}>
      <Anchor component={Link} to="/sign-in">
        {text.enter.toSignIn}
      </Anchor>
    </Entrance>
  );
}
