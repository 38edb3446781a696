import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { SecretView, SignedWebhook } from '../api/types.ts';
import { usePlace } from '../app/place.ts';
import { auditKey } from '../audit/queries.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { sayFailure } from '../shell/say.ts';
import { SecretDialog } from './secret-dialog.tsx';

interface SecretQuestionProps {
  readonly isOpen: boolean;
  readonly words: {
    readonly title: string;
    readonly lead: string;
    readonly submit: string;
    readonly done: string;
    readonly doneLead: string;
  };
  /** Whose secret it is. Undefined if it is the tenant's. */
  readonly webhook?: SignedWebhook | undefined;
  readonly ask: () => Promise<SecretView>;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/** Says what will happen, asks for a secret, and shows it once. */
export function SecretQuestion({ isOpen, words, webhook, ask, onClose, children }: SecretQuestionProps) {
  const place = usePlace();
  const queryClient = useQueryClient();
  const { mutate, data, isPending, reset } = useMutation({
    mutationFn: ask,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: auditKey(place) }),
    onError: sayFailure,
    // The secret in the answer is kept no longer than the page needs it.
    gcTime: 0,
  });
  const close = () => {
    reset();
    onClose();
  };
  return (
    <>
      <ConfirmDialog
        isOpen={isOpen && data === undefined}
        title={words.title}
        lead={words.lead}
        confirm={{ label: words.submit, isPending, onClick: () => mutate() }}
        onClose={onClose}
      >
        {children}
      </ConfirmDialog>
      <SecretDialog title={words.done} lead={words.doneLead} shown={data} webhook={webhook} onClose={close} />
    </>
  );
}
