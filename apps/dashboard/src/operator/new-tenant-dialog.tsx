import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ApiError } from '@casewire/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { bodyOf, sessionApi } from '../api/api.ts';
import type { NewTenant } from '../api/types.ts';
import { FormDialog } from '../shell/form-dialog.tsx';
import { faultBesides, formErrors } from '../shell/form-errors.ts';
import { visibleText } from '../shown/visible-text.ts';
import { text } from './text.ts';

/** Makes a tenant, and leads to its access: the next step is a key or a link. */
export function NewTenantDialog({ onClose }: { readonly onClose: () => void }) {
  const form = useForm({ initialValues: { name: '', id: '' } });
  const { mutate, error, isPending } = useCreateTenant();
  const navigate = useNavigate();
  const create = form.onSubmit(({ name, id }) =>
    mutate(
      { name: name.trim(), ...(id.trim() !== '' && { id: id.trim() }) },
      {
        onSuccess: (tenant) => void navigate({ to: '/tenants/$tenant', params: { tenant: tenant.id } }),
        onError: (failure) =>
          form.setErrors(isTaken(failure) ? { id: visibleText(failure.message) } : formErrors(failure)),
      },
    ),
  );
  return (
    <FormDialog
      title={text.create.title}
      submit={text.create.submit}
      fault={isTaken(error) ? undefined : faultBesides(form.values, error)}
      isPending={isPending}
      onSubmit={create}
      onClose={onClose}
    >
      <TextInput label={text.create.name} data-autofocus {...form.getInputProps('name')} />
      <TextInput
        label={text.create.id}
        description={text.create.idHint}
        autoComplete="off"
        {...form.getInputProps('id')}
      />
    </FormDialog>
  );
}

function isTaken(error: Error | null): boolean {
  return error instanceof ApiError && error.code === 'already-exists';
}

function useCreateTenant() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: NewTenant) => bodyOf(sessionApi.POST('/v1/tenants', { body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['tenants'] }),
  });
}
