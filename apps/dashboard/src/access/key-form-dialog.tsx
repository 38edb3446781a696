import { Input, SegmentedControl, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { environments, scopes } from '../api/types.ts';
import { OnceDialog } from '../secrets/once-dialog.tsx';
import { FormDialog } from '../shell/form-dialog.tsx';
import { faultBesides, formErrors } from '../shell/form-errors.ts';
import { text as shellText } from '../shell/text.ts';
import { InstantField } from '../time/instant-field.tsx';
import { emptyKey, fieldOf, toNewKey } from './access-values.ts';
import { useCreateKey } from './queries.ts';
import { ScopeFields } from './scope-fields.tsx';
import { text } from './text.ts';

interface KeyFormDialogProps {
  readonly tenant: string;
  readonly onClose: () => void;
}

/** Makes a key, and shows it once. */
export function KeyFormDialog({ tenant, onClose }: KeyFormDialogProps) {
  const form = useForm({
    initialValues: emptyKey,
    validate: { scopes: (given) => (given.length === 0 ? text.scopes.none : null) },
  });
  const { mutate, data, error, isPending } = useCreateKey(tenant);
  if (data !== undefined) {
    return (
      <OnceDialog
        isOpen
        title={text.keys.made}
        lead={text.keys.madeLead}
        value={data.key}
        label={text.keys.key}
        onClose={onClose}
      />
    );
  }
  return (
    <FormDialog
      title={text.keys.newTitle}
      submit={text.keys.submit}
      fault={faultBesides(form.values, error, fieldOf)}
      isPending={isPending}
      onSubmit={form.onSubmit((values) =>
        mutate(toNewKey(values), { onError: (failure) => form.setErrors(formErrors(failure, fieldOf)) }),
      )}
      onClose={onClose}
    >
      <TextInput
        label={text.keys.name}
        description={text.keys.nameHint}
        autoComplete="off"
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Input.Wrapper size="xs" label={text.keys.environment} labelElement="div">
        <SegmentedControl
          aria-label={text.keys.environment}
          fullWidth
          data={environments.map((value) => ({ value, label: shellText.environments[value] }))}
          {...form.getInputProps('environment')}
        />
      </Input.Wrapper>
      <ScopeFields scopes={scopes} input={form.getInputProps('scopes')} />
      <InstantField
        label={text.keys.expires}
        description={text.keys.expiresHint}
        {...form.getInputProps('expiresAt')}
      />
    </FormDialog>
  );
}
