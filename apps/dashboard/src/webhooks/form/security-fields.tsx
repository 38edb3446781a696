import { ActionIcon, Button, Group, PasswordInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { XMarkIcon } from '@heroicons/react/24/outline';
import { optionsOf } from './options.ts';
import { text } from './text.ts';
import type { FieldsProps } from './webhook-form.tsx';

/** How deliveries are signed, and what the receiver asks for. */
export function SecurityFields({ form }: Pick<FieldsProps, 'form'>) {
  const { keep, ...auths } = text.auths;
  const hasAuth = form.getInitialValues().authKind === 'keep';
  return (
    <>
      <Group grow align="start" gap="xs">
        <Select
          label={text.scheme}
          data={optionsOf(text.schemes)}
          allowDeselect={false}
          {...form.getInputProps('scheme')}
        />
        <TextInput
          label={text.signatureHeader}
          placeholder={text.asScheme}
          {...form.getInputProps('signatureHeader')}
        />
      </Group>
      <Select
        label={text.auth}
        data={optionsOf(hasAuth ? { keep, ...auths } : auths)}
        allowDeselect={false}
        {...form.getInputProps('authKind')}
      />
      <Credentials form={form} />
      <Headers form={form} />
    </>
  );
}

/** Nothing here may be offered to a password manager: they are the receiver's credentials, not the reader's. */
const receivers = { autoComplete: 'off', size: 'xs' } as const;

function Credentials({ form }: Pick<FieldsProps, 'form'>) {
  switch (form.values.authKind) {
    case 'basic':
      return (
        <Group grow align="start" gap="xs">
          <TextInput label={text.username} {...receivers} {...form.getInputProps('username')} />
          <PasswordInput label={text.password} {...receivers} {...form.getInputProps('password')} />
        </Group>
      );
    case 'bearer':
      return <PasswordInput label={text.token} {...receivers} {...form.getInputProps('token')} />;
    case 'oauth2':
      return (
        <>
          <TextInput label={text.tokenUrl} {...receivers} {...form.getInputProps('tokenUrl')} />
          <Group grow align="start" gap="xs">
            <TextInput label={text.clientId} {...receivers} {...form.getInputProps('clientId')} />
            <PasswordInput label={text.clientSecret} {...receivers} {...form.getInputProps('clientSecret')} />
          </Group>
          <TextInput
            label={text.scope}
            placeholder={text.optional}
            {...receivers}
            {...form.getInputProps('scope')}
          />
        </>
      );
    case 'none':
    case 'keep':
      return null;
  }
}

function Headers({ form }: Pick<FieldsProps, 'form'>) {
  return (
    <Stack gap="xs">
      {form.values.headers.length > 0 && (
        <Text fz="xs" fw={500}>
          {text.headers}
        </Text>
      )}
      {form.values.headers.map((_header, index) => (
        <Group key={index} gap="xs" wrap="nowrap">
          <TextInput
            aria-label={text.headerName}
            placeholder={text.headerName}
            flex={1}
            {...form.getInputProps(`headers.${index}.name`)}
          />
          <TextInput
            aria-label={text.headerValue}
            placeholder={text.headerValue}
            flex={2}
            {...form.getInputProps(`headers.${index}.value`)}
          />
          <ActionIcon
            variant="default"
            size={30}
            aria-label={text.remove}
            onClick={() => form.removeListItem('headers', index)}
          >
            <XMarkIcon width={16} />
          </ActionIcon>
        </Group>
      ))}
      {form.errors['headers'] !== undefined && (
        <Text c="red" fz="xs">
          {form.errors['headers']}
        </Text>
      )}
      <Group>
        <Button variant="light" onClick={() => form.insertListItem('headers', { name: '', value: '' })}>
          {text.addHeader}
        </Button>
      </Group>
    </Stack>
  );
}
