import { Group, NumberInput, Select, TagsInput, TextInput, type InputWrapperProps } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Settings } from '../api/types.ts';
import { FormDialog } from '../shell/form-dialog.tsx';
import { faultBesides, formErrors } from '../shell/form-errors.ts';
import { say } from '../shell/say.ts';
import { useChangeTenant } from './queries.ts';
import { tenantChange, tenantValues, DEFAULT_WEBHOOK_LIMIT, type TenantValues } from './tenant-values.ts';
import { text } from './text.ts';

interface TenantFormDialogProps {
  readonly settings: Settings;
  readonly onClose: () => void;
}

/** Fields side by side are level when what is said of them stands below. */
const below: Pick<InputWrapperProps, 'inputWrapperOrder'> = {
  inputWrapperOrder: ['label', 'input', 'description', 'error'],
};

/** Changes what holds for the tenant. A refusal is shown at its field. */
export function TenantFormDialog({ settings, onClose }: TenantFormDialogProps) {
  const form = useForm<TenantValues>({ initialValues: tenantValues(settings) });
  const { mutate, error, isPending } = useChangeTenant();
  const save = form.onSubmit((values) =>
    mutate(tenantChange(values, settings), {
      onSuccess: () => {
        say(text.tenant.saved);
        onClose();
      },
      onError: (failure) => form.setErrors(formErrors(failure, fieldOf)),
    }),
  );
  const number = { size: 'xs', min: 0, hideControls: true } as const;
  return (
    <FormDialog
      title={text.tenant.editTitle}
      submit={text.tenant.save}
      fault={faultBesides(form.values, error, fieldOf)}
      isPending={isPending}
      onSubmit={save}
      onClose={onClose}
    >
      <TextInput label={text.tenant.name} data-autofocus {...form.getInputProps('name')} />
      <Select
        label={text.tenant.merge}
        description={text.tenant.mergeHint}
        data={Object.entries(text.tenant.merges).map(([value, label]) => ({ value, label }))}
        allowDeselect={false}
        {...form.getInputProps('subscriptionMerge')}
      />
      <Group grow align="start" gap="xs">
        <NumberInput
          label={text.tenant.webhookLimit}
          {...number}
          placeholder={String(DEFAULT_WEBHOOK_LIMIT)}
          {...form.getInputProps('webhookLimit')}
        />
        <NumberInput
          label={text.tenant.publishPerSecond}
          description={text.tenant.publishPerSecondHint}
          {...below}
          {...number}
          placeholder={text.tenant.noLimit}
          {...form.getInputProps('publishPerSecond')}
        />
      </Group>
      <TagsInput
        label={text.tenant.allowedHosts}
        description={text.tenant.allowedHostsHint}
        size="xs"
        acceptValueOnBlur
        {...form.getInputProps('allowedHosts')}
      />
      <Group grow align="start" gap="xs">
        <TextInput
          label={text.tenant.apiVersion}
          description={text.tenant.apiVersionHint}
          {...below}
          placeholder={text.tenant.asDefault}
          {...form.getInputProps('apiVersion')}
        />
        <TextInput
          label={text.tenant.atfinityVersion}
          description={text.tenant.atfinityVersionHint}
          {...below}
          placeholder={text.tenant.asDefault}
          {...form.getInputProps('atfinityVersion')}
        />
      </Group>
    </FormDialog>
  );
}

/** The field that a path of the API belongs to: `settings.allowedHosts.0` to `allowedHosts`. */
function fieldOf(path: string): string {
  const [first = '', second] = path.split('.');
  return second ?? first;
}
