import { Alert, Button, Group, Paper, Stack, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { formErrors } from '../shell/form-errors.ts';
import { visibleText } from '../shown/visible-text.ts';
import { useSetEventType } from './queries.ts';
import { text } from './text.ts';
import { fieldOf, typeInput, typeProblems, type TypeValues } from './type-values.ts';

interface TypeFormProps {
  readonly initialValues: TypeValues;
  /** Names that the type cannot have. Undefined where it exists already, and keeps its name. */
  readonly taken?: readonly string[];
  readonly submitLabel: string;
  readonly onSaved: (type: string) => void;
  readonly onCancel: () => void;
}

/** Makes or edits an own type. What is wrong is shown at its field, and what was typed stays. */
export function TypeForm({ initialValues, taken, submitLabel, onSaved, onCancel }: TypeFormProps) {
  const form = useForm<TypeValues>({
    initialValues,
    validate: (values) => typeProblems(values, taken ?? []),
  });
  const { mutate, error, isPending } = useSetEventType();
  const save = form.onSubmit((values) =>
    mutate(typeInput(values), {
      onSuccess: ({ type }) => onSaved(type),
      onError: (failure) => form.setErrors(formErrors(failure, fieldOf)),
    }),
  );
  const isAtField = Object.keys(formErrors(error)).length > 0;
  const code = { size: 'xs', autosize: true, classNames: { input: 'monospace' } } as const;
  return (
    <form onSubmit={save} noValidate>
      <Paper p="md">
        <Stack gap="sm">
          {taken !== undefined && (
            <TextInput
              label={text.form.type}
              description={text.form.typeHint}
              required
              {...form.getInputProps('type')}
            />
          )}
          <TextInput label={text.form.description} {...form.getInputProps('description')} />
          <Textarea
            label={text.form.schema}
            description={text.form.schemaHint}
            {...code}
            minRows={8}
            maxRows={24}
            {...form.getInputProps('schema')}
          />
          <Textarea
            label={text.form.example}
            description={text.form.exampleHint}
            {...code}
            minRows={4}
            maxRows={24}
            {...form.getInputProps('example')}
          />
          <TagsInput
            label={text.form.sensitive}
            description={text.form.sensitiveHint}
            size="xs"
            acceptValueOnBlur
            {...form.getInputProps('sensitive')}
          />
          {error !== null && !isAtField && <Alert color="red">{visibleText(error.message)}</Alert>}
          <Group gap="xs">
            <Button type="submit" size="sm" loading={isPending}>
              {submitLabel}
            </Button>
            <Button variant="default" size="sm" onClick={onCancel}>
              {text.form.cancel}
            </Button>
          </Group>
        </Stack>
      </Paper>
    </form>
  );
}
