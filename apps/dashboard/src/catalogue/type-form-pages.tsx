import { Box, Stack, Text, Title } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { BackLink } from '../shell/back-link.tsx';
import { FailurePage, NotFoundPage, PendingPage } from '../shell/pages.tsx';
import { say } from '../shell/say.ts';
import { visibleText } from '../shown/visible-text.ts';
import { OWN } from './find-types.ts';
import { useEventTypes } from './queries.ts';
import { text } from './text.ts';
import { TypeForm } from './type-form.tsx';
import { emptyTypeValues, typeValues } from './type-values.ts';
import type { WrittenType } from './written-types.ts';

const CATALOGUE = '/t/$tenant/$environment/catalogue';

export function NewTypePage() {
  const { data = [] } = useEventTypes();
  const leave = useLeave();
  return (
    <FormPage title={text.form.newTitle} lead={text.form.newLead}>
      <TypeForm
        initialValues={emptyTypeValues}
        taken={data.map(({ type }) => type)}
        submitLabel={text.form.create}
        onSaved={(type) => {
          say(text.form.saved);
          leave(type);
        }}
        onCancel={() => leave()}
      />
    </FormPage>
  );
}

export function EditTypePage() {
  const { type: name } = useSearch({ from: `${CATALOGUE}/edit` });
  const { data, error, refetch } = useEventTypes();
  if (data === undefined)
    return error === null ? <PendingPage /> : <FailurePage error={error} onRetry={() => void refetch()} />;
  const type = data.find((each) => each.type === name && each.family === OWN);
  return type === undefined ? <NotFoundPage /> : <Edit key={type.type} type={type} />;
}

function Edit({ type: current }: { readonly type: WrittenType }) {
  // What is edited is what was there when the form was opened, whatever is read meanwhile.
  const [type] = useState(current);
  const leave = useLeave();
  return (
    <FormPage title={text.form.editTitle(visibleText(type.type))} lead={text.form.editLead}>
      <TypeForm
        initialValues={typeValues(type)}
        submitLabel={text.form.save}
        onSaved={() => {
          say(text.form.saved);
          leave(type.type);
        }}
        onCancel={() => leave(type.type)}
      />
    </FormPage>
  );
}

/** Leads to the catalogue, and to a type in it. */
function useLeave() {
  const navigate = useNavigate({ from: CATALOGUE });
  return (type?: string) =>
    void navigate({ to: CATALOGUE, params: (all) => all, search: type === undefined ? {} : { type } });
}

interface FormPageProps {
  readonly title: string;
  readonly lead: string;
  readonly children: React.ReactNode;
}

function FormPage({ title, lead, children }: FormPageProps) {
  return (
    <Stack>
      <BackLink to="catalogue" label={text.toList} />
      <div>
        <Title order={1}>{title}</Title>
        <Text c="dimmed">{lead}</Text>
      </div>
      <Box maw={860} w="100%">
        {children}
      </Box>
    </Stack>
  );
}
