import {
  Alert,
  CloseButton,
  Combobox,
  Loader,
  Modal,
  Stack,
  Text,
  TextInput,
  useCombobox,
} from '@mantine/core';
import { MagnifyingGlassIcon } from '@heroicons/react/24/outline';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { Nothing } from './nothing.tsx';
import { text } from './text.ts';
import type { FindText } from './use-find-text.ts';

/** Things of one kind that were found. */
export interface FoundGroup {
  readonly label: string;
  readonly options: readonly {
    /** The address of its page. */
    readonly path: string;
    readonly content: ReactNode;
  }[];
}

/** What a search has found by now. */
interface Finding {
  readonly groups: readonly FoundGroup[];
  readonly isPending: boolean;
  /** Why a part could not be searched; null where all could. */
  readonly error: Error | null;
  /** Says what is missing. */
  readonly missing?: ReactNode;
  /** Stands where nothing was found. */
  readonly nothing: ReactNode;
}

interface FindDialogProps {
  readonly placeholder: string;
  /** Before anything is typed. */
  readonly lead: string;
  readonly find: FindText;
  readonly finding: Finding;
  readonly onClose: () => void;
}

/** A search as one types. The first thing found is chosen, so that Enter opens it. */
export function FindDialog({ placeholder, lead, find, finding, onClose }: FindDialogProps) {
  const { typed, q } = find;
  const [isEntered, setIsEntered] = useState(false);
  const isCurrent = find.isCurrent && !finding.isPending;
  const combobox = useCombobox({ opened: true, onDropdownClose: onClose });
  const { selectFirstOption, resetSelectedOption, clickSelectedOption } = combobox;
  const navigate = useNavigate();
  useEffect(() => {
    if (isCurrent) selectFirstOption();
    else resetSelectedOption();
    if (isCurrent && isEntered) clickSelectedOption();
  }, [isCurrent, isEntered, q, selectFirstOption, resetSelectedOption, clickSelectedOption]);
  const open = (path: string) => {
    onClose();
    void navigate({ to: path });
  };
  return (
    <Modal.Root opened onClose={onClose} size="lg" yOffset="10vh">
      <Modal.Overlay />
      <Modal.Content aria-label={text.title}>
        <Modal.Body p="sm">
          <Combobox store={combobox} onOptionSubmit={open}>
            <Combobox.EventsTarget withExpandedAttribute>
              <TextInput
                data-autofocus
                size="md"
                aria-label={text.title}
                placeholder={placeholder}
                leftSection={isCurrent ? <MagnifyingGlassIcon width={18} /> : <Loader size={16} />}
                rightSection={<CloseButton aria-label={text.close} onClick={onClose} />}
                value={typed}
                onChange={({ currentTarget }) => {
                  setIsEntered(false);
                  find.type(currentTarget.value);
                }}
                onKeyDown={({ key }) => {
                  if (key === 'Enter' && !isCurrent) setIsEntered(true);
                }}
              />
            </Combobox.EventsTarget>
            <Results lead={lead} q={q} finding={finding} />
          </Combobox>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

interface ResultsProps {
  readonly lead: string;
  readonly q: string;
  readonly finding: Finding;
}

function Results({ lead, q, finding: { groups, isPending, error, missing, nothing } }: ResultsProps) {
  return (
    <Stack gap="xs" mt="sm">
      {q === '' && <Text c="dimmed">{lead}</Text>}
      {error !== null && <Alert color="red">{error.message}</Alert>}
      {missing}
      <Combobox.Options className="found" aria-label={text.results}>
        {groups.map(({ label, options }) => (
          <Combobox.Group key={label} label={label}>
            {options.map(({ path, content }) => (
              <Combobox.Option key={path} value={path}>
                {content}
              </Combobox.Option>
            ))}
          </Combobox.Group>
        ))}
      </Combobox.Options>
      {q !== '' && !isPending && error === null && groups.length === 0 && (
        <Nothing title={text.nothing.title}>{nothing}</Nothing>
      )}
      <Text c="dimmed" fz="xs" visibleFrom="sm">
        {text.navigation}
      </Text>
    </Stack>
  );
}
