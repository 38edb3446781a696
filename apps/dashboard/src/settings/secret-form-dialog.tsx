import { PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { NamedSecret } from '../api/types.ts';
import { FormDialog } from '../shell/form-dialog.tsx';
import { faultBesides, formErrors } from '../shell/form-errors.ts';
import { say } from '../shell/say.ts';
import { visibleText } from '../shown/visible-text.ts';
import { useSetSecret } from './queries.ts';
import { text } from './text.ts';

interface SecretFormDialogProps {
  readonly known: readonly NamedSecret[];
  /** The name of the secret that gets another value. Default: a new one is made. */
  readonly replaced?: string;
  readonly onClose: () => void;
}

/** Asks for the value of a secret. A new one replaces none that is there: that would be an accident. */
export function SecretFormDialog({ known, replaced, onClose }: SecretFormDialogProps) {
  const isTaken = (name: string) => replaced === undefined && known.some((each) => each.name === name.trim());
  const form = useForm({
    initialValues: { name: replaced ?? '', value: '' },
    validate: {
      name: (name) => {
        if (name.trim() === '') return text.secrets.missing;
        return isTaken(name) ? text.secrets.exists : null;
      },
    },
  });
  const { mutate, error, isPending } = useSetSecret();
  const save = form.onSubmit(({ name, value }) =>
    mutate(
      { name: name.trim(), value },
      {
        onSuccess: () => {
          say(text.secrets.saved);
          onClose();
        },
        onError: (failure) => form.setErrors(formErrors(failure)),
      },
    ),
  );
  return (
    <FormDialog
      title={
        replaced === undefined ? text.secrets.newTitle : text.secrets.replaceTitle(visibleText(replaced))
      }
      submit={text.secrets.save}
      fault={faultBesides(form.values, error)}
      isPending={isPending}
      onSubmit={save}
      onClose={onClose}
    >
      {replaced === undefined && (
        <TextInput
          label={text.secrets.name}
          description={text.secrets.nameHint}
          autoComplete="off"
          required
          data-autofocus
          {...form.getInputProps('name')}
        />
      )}
      <PasswordInput
        label={text.secrets.value}
        description={text.secrets.valueHint}
        size="xs"
        autoComplete="off"
        required
        {...form.getInputProps('value')}
      />
    </FormDialog>
  );
}
