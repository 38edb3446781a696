import type { UseMutationResult } from '@tanstack/react-query';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { say, sayFailure } from '../shell/say.ts';

interface ChangeQuestionProps<Input> {
  readonly title: string;
  /** Says what will happen. */
  readonly lead: string;
  /** The name of the button that does it. */
  readonly label: string;
  /** What is said when it is done. */
  readonly done: string;
  readonly change: Pick<UseMutationResult<unknown, Error, Input>, 'mutate' | 'isPending'>;
  readonly input: Input;
  readonly onClose: () => void;
}

/** Asks before it shuts somebody out. */
export function ChangeQuestion<Input>(props: ChangeQuestionProps<Input>) {
  const { title, lead, label, done, change, input, onClose } = props;
  const onClick = () =>
    change.mutate(input, { onSuccess: () => say(done), onError: sayFailure, onSettled: onClose });
  return (
    <ConfirmDialog
      isOpen
      title={title}
      lead={lead}
      confirm={{ label, colour: 'red', isPending: change.isPending, onClick }}
      onClose={onClose}
    />
  );
}
