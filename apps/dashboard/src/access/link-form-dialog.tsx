import { Checkbox, Group, NumberInput, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { environments, scopes, type Scope } from '../api/types.ts';
import { OnceDialog } from '../secrets/once-dialog.tsx';
import { FormDialog } from '../shell/form-dialog.tsx';
import { faultBesides, formErrors } from '../shell/form-errors.ts';
import { text as shellText } from '../shell/text.ts';
import { Code } from '../shown/code.tsx';
import { Time } from '../time/time.tsx';
import { emptyLink, fieldOf, toNewLink } from './access-values.ts';
import { useCreateLink } from './queries.ts';
import { ScopeFields } from './scope-fields.tsx';
import { text } from './text.ts';

/** Those that a link for reading leaves. */
const readingScopes: readonly Scope[] = ['read', 'payloads'];

const MAX_MINUTES = 7 * 24 * 60;

interface LinkFormDialogProps {
  readonly tenant: string;
  readonly onClose: () => void;
}

/** Makes a portal link, and shows it once. */
export function LinkFormDialog({ tenant, onClose }: LinkFormDialogProps) {
  const form = useForm({
    initialValues: emptyLink,
    validate: {
      environments: (given) => (given.length === 0 ? text.links.noEnvironment : null),
      scopes: (given) => (given.length === 0 ? text.scopes.none : null),
    },
  });
  const { mutate, data, error, isPending } = useCreateLink(tenant);
  if (data !== undefined) return <Made link={data} onClose={onClose} />;
  return (
    <FormDialog
      title={text.links.newTitle}
      submit={text.links.submit}
      fault={faultBesides(form.values, error, fieldOf)}
      isPending={isPending}
      onSubmit={form.onSubmit((values) =>
        mutate(toNewLink(values), { onError: (failure) => form.setErrors(formErrors(failure, fieldOf)) }),
      )}
      onClose={onClose}
    >
      <Checkbox.Group label={text.links.environments} size="xs" {...form.getInputProps('environments')}>
        <Group my={4}>
          {environments.map((value) => (
            <Checkbox key={value} value={value} size="xs" label={shellText.environments[value]} />
          ))}
        </Group>
      </Checkbox.Group>
      <Checkbox
        size="xs"
        label={text.links.readOnly}
        description={text.links.readOnlyHint}
        {...form.getInputProps('readOnly', { type: 'checkbox' })}
      />
      <ScopeFields
        scopes={form.values.readOnly ? readingScopes : scopes}
        input={form.getInputProps('scopes')}
      />
      <TextInput
        label={text.links.landing}
        description={text.links.landingHint(`/t/${encodeURIComponent(tenant)}/sandbox/webhooks`)}
        {...form.getInputProps('landing')}
      />
      <NumberInput
        label={text.links.minutes}
        description={text.links.minutesHint}
        size="xs"
        min={1}
        max={MAX_MINUTES}
        allowDecimal={false}
        hideControls
        {...form.getInputProps('minutes')}
      />
    </FormDialog>
  );
}

interface MadeProps {
  readonly link: { readonly url: string; readonly embedUrl: string | null; readonly expiresAt: string };
  readonly onClose: () => void;
}

function Made({ link: { url, embedUrl, expiresAt }, onClose }: MadeProps) {
  return (
    <OnceDialog
      isOpen
      title={text.links.made}
      lead={
        <>
          {text.links.madeLead} <Time at={expiresAt} withAge />.
        </>
      }
      value={url}
      label={text.links.link}
      onClose={onClose}
    >
      {embedUrl !== null && (
        <>
          <Text>{text.links.embedded}</Text>
          <Code label={text.links.embeddedLabel}>{embedUrl}</Code>
        </>
      )}
    </OnceDialog>
  );
}
