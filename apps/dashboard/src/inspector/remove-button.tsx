import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMay } from '../app/place.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { say, sayFailure } from '../shell/say.ts';
import { useRemoveInspector } from './queries.ts';
import { text } from './text.ts';

interface RemoveButtonProps {
  /** Of the inspector. */
  readonly id: string;
  readonly onRemoved: () => void;
}

/** Deletes an inspector, after a question. */
export function RemoveButton({ id, onRemoved }: RemoveButtonProps) {
  const [isAsking, { open, close }] = useDisclosure(false);
  const { mutate, isPending } = useRemoveInspector(id);
  const remove = () =>
    mutate(undefined, {
      onSuccess: () => {
        say(text.removed);
        onRemoved();
      },
      onError: sayFailure,
      onSettled: close,
    });
  if (!useMay('write')) return null;
  return (
    <>
      <Button variant="default" onClick={open}>
        {text.remove}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={text.removeTitle}
        lead={text.removeLead}
        confirm={{ label: text.remove, colour: 'red', isPending, onClick: remove }}
        onClose={close}
      />
    </>
  );
}
